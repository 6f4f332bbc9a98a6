import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConsumerLine, KeySource } from './consumer';

/**
 * A client outside AWS, as a process of its own: signs in all the time, and reads the secret by its own key every now
 * and then.
 *
 * Each call is made once, so that no failure is hidden. The log has no secret. Each line of its standard input says
 * where it finds its key from then on. It ends with its standard input.
 */
const SIGN_IN_EVERY_MS = 100;
const READ_EVERY = 5;

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

let ended = false;
let source: KeySource = JSON.parse(process.env.CONSUMER_SOURCE!);
createInterface(process.stdin)
  .on('line', (line) => {
    source = JSON.parse(line);
  })
  .on('close', () => {
    ended = true;
  });

async function main(): Promise<void> {
  const { CONSUMER_LOG: log, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  let key: Key = { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! };

  for (let count = 1; !ended; count++) {
    const next = sleep(SIGN_IN_EVERY_MS);
    await record(log!, key, 'GetCallerIdentity', () =>
      new STSClient(optionsFor(key)).send(new GetCallerIdentityCommand({})),
    );
    if (count % READ_EVERY === 0 && source.secret !== undefined) {
      const { secret: SecretId, accessKeyId } = source;
      const value = await record(log!, key, 'GetSecretValue', () =>
        new SecretsManagerClient(optionsFor(key)).send(new GetSecretValueCommand({ SecretId })),
      );
      key = value === undefined ? key : keyIn(value.SecretString!, accessKeyId);
    }
    await next;
  }
}

function keyIn(value: string, accessKeyId: string | undefined): Key {
  return accessKeyId === undefined ? JSON.parse(value) : { accessKeyId, secretAccessKey: value };
}

function optionsFor({ accessKeyId, secretAccessKey }: Key) {
  return { credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
}

/** What the call gives; nothing if it fails. */
async function record<T>(
  log: string,
  { accessKeyId }: Key,
  call: ConsumerLine['call'],
  work: () => Promise<T>,
): Promise<T | undefined> {
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
