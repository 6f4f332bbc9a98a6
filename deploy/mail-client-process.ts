import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ACCEPTED, loginFor, MailClient, SmtpCredentials } from './mail-client';
import { MailClientLine, MailClientSetup } from './mail-client-beside';

/**
 * A mail relay outside AWS, as a process of its own: logs in and sends all the time, in each region by turns, and
 * reads the secret every now and then.
 *
 * Each message is sent once, so that no failure is hidden. The log has no secret. It ends with its standard input.
 */
const SEND_EVERY_MS = 100;
const READ_EVERY = 5;

let ended = false;
process.stdin.resume().on('end', () => {
  ended = true;
});

async function main({ smtp, secret, from, log }: MailClientSetup): Promise<void> {
  const read = async (): Promise<SmtpCredentials> => {
    const { SecretString } = await new SecretsManagerClient({ maxAttempts: 1 }).send(
      new GetSecretValueCommand({ SecretId: secret }),
    );
    return JSON.parse(SecretString!);
  };
  let credentials = await read();

  for (let count = 1; !ended; count++) {
    const next = sleep(SEND_EVERY_MS);
    const regions = Object.keys(credentials.endpoints);
    const region = regions[count % regions.length];
    const response = await new MailClient(smtp, loginFor(credentials, region)).send({ from });
    const line: MailClientLine = {
      username: credentials.username,
      region,
      failure: response === ACCEPTED ? undefined : response,
    };
    appendFileSync(log, `${JSON.stringify(line)}\n`);
    if (count % READ_EVERY === 0) {
      credentials = await read();
    }
    await next;
  }
}

void main(JSON.parse(process.env.MAIL_CLIENT!));
