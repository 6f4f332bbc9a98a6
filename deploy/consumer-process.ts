import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConsumerLine } from './consumer';

/**
 * A consumer outside AWS, as a process of its own: signs in all the time, and reads the secret by its own key every now and then.
 *
 * Each call is made once, so that no failure is hidden. The log has no secret. It ends with its standard input.
 */
const SIGN_IN_EVERY_MS = 100;
const READ_EVERY = 5;

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

let ended = false;
process.stdin.resume().on('end', () => {
  ended = true;
});

async function main(): Promise<void> {
  const { CONSUMER_SECRET: secret, CONSUMER_LOG: log, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  let key: Key = { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! };

  for (let count = 1; !ended; count++) {
    const next = sleep(SIGN_IN_EVERY_MS);
    await record(log!, key, 'GetCallerIdentity', () => new STSClient(optionsFor(key)).send(new GetCallerIdentityCommand({})));
    if (count % READ_EVERY === 0) {
      const value = await record(log!, key, 'GetSecretValue', () => new SecretsManagerClient(optionsFor(key)).send(new GetSecretValueCommand({ SecretId: secret })));
      key = value === undefined ? key : JSON.parse(value.SecretString!);
    }
    await next;
  }
}

function optionsFor({ accessKeyId, secretAccessKey }: Key) {
  return { credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
}

/** What the call gives; nothing if it fails. */
async function record<T>(log: string, { accessKeyId }: Key, call: ConsumerLine['call'], work: () => Promise<T>): Promise<T | undefined> {
  const line = { at: new Date().toISOString(), call, accessKeyId };
  try {
    const result = await work();
    write(log, line);
    return result;
  } catch (error) {
    write(log, { ...line, failure: (error as Error).name });
    return undefined;
  }
}

function write(log: string, line: ConsumerLine): void {
  appendFileSync(log, `${JSON.stringify(line)}\n`);
}

void main();
