import { createInterface } from 'node:readline';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/**
 * A program that runs for long, with one client of the SDK. For each line of its standard input it makes a call, and
 * says by which key.
 */
const sts = new STSClient({ maxAttempts: 1 });

async function main(): Promise<void> {
  for await (const _line of createInterface(process.stdin)) {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    const { accessKeyId } = await sts.config.credentials();
    process.stdout.write(`${Arn} ${accessKeyId}\n`);
  }
}

void main();
