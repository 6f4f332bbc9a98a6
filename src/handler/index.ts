import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SdkAccount } from './aws/sdk-account';
import { putOnce } from './cloudformation-answer';
import { settingsOf } from './configuration';
import { createHandler, Handler } from './handler';

const settings = settingsOf(process.env);
const account = new SdkAccount({ userName: settings.user.name, secretId: settings.secretId });

/** What Lambda calls. */
export const handler: Handler = createHandler(settings, {
  perform: (call, signal) => account.perform(call, signal),
  put: putOnce,
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
});
