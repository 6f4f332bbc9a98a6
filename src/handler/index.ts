import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SdkAccount } from './aws/sdk-account';
import { putResponse } from './cloudformation-response';
import { Settings, settingsOf } from './configuration';
import { createHandler, Handler, Platform } from './handler';
import { createMisconfiguredHandler } from './misconfigured';

const PLATFORM: Omit<Platform, 'perform'> = {
  put: putResponse,
  clock: Date.now,
  random: Math.random,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  // Lambda's own console would wrap a line, and CloudWatch would not find the metrics in it.
  write: (line) => process.stdout.write(`${line}\n`),
  newRunId: randomUUID,
  after: (ms, signal) => {
    const timer = setTimeout(signal, ms);
    return () => clearTimeout(timer);
  },
};

/** What Lambda calls. */
export const handler: Handler = load();

function load(): Handler {
  let settings: Settings;
  try {
    settings = settingsOf(process.env);
  } catch (error) {
    return createMisconfiguredHandler(error as Error, process.env, PLATFORM);
  }
  const account = new SdkAccount({ userName: settings.user.name, secretId: settings.secretId });
  return createHandler(settings, { ...PLATFORM, perform: (call, signal) => account.perform(call, signal) });
}
