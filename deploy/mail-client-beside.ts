import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Credentials } from './account';
import { until } from './conformance/support/until';
import { EmbeddedAws, QUIET_SDK } from './embedded-aws';
import { cleaningUpOnExit } from '../consumers/clean-exit';
import { inTemporaryFolder } from '../consumers/temporary-folder';

/** One login of the mail client, and one message. */
export interface MailClientLine {
  readonly username: string;
  readonly region: string;

  /** What the server answered, or the error without which there was no answer; absent if the message was accepted. */
  readonly failure?: string;
}

/** What the mail client is told. */
export interface MailClientSetup {
  readonly smtp: EmbeddedAws['smtp'];

  /** The ARN of the secret with the credentials. */
  readonly secret: string;

  /** The address that it sends from. */
  readonly from: string;

  /** The file that it writes its lines to. */
  readonly log: string;
}

/** A process beside this one that sends mail (mail-client-process.ts). */
export class MailClientBeside {
  /** Runs it while the work is done. It reads the secret by the reader's key, and knows no credentials but those. */
  public static async run<T>(
    aws: EmbeddedAws, reader: Credentials, mail: Omit<MailClientSetup, 'smtp' | 'log'>, work: (client: MailClientBeside) => Promise<T>,
  ): Promise<T> {
    return inTemporaryFolder(async (folder) => {
      const setup: MailClientSetup = { ...mail, smtp: aws.smtp, log: join(folder, 'mail-client.log') };
      writeFileSync(setup.log, '');
      const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'mail-client-process.ts')], {
        stdio: ['pipe', 'ignore', 'inherit'],
        env: {
          ...process.env,
          ...aws.environment,
          ...QUIET_SDK,
          AWS_ACCESS_KEY_ID: reader.accessKeyId,
          AWS_SECRET_ACCESS_KEY: reader.secretAccessKey,
          MAIL_CLIENT: JSON.stringify(setup),
        },
      });
      const exited = once(child, 'exit');
      return cleaningUpOnExit(() => child.kill('SIGKILL'), async () => {
        try {
          const result = await work(new MailClientBeside(setup.log));
          if (child.exitCode !== null) {
            throw new Error(`the mail client has ended by itself with ${child.exitCode}`);
          }
          return result;
        } finally {
          child.stdin.end();
          await exited;
        }
      });
    });
  }

  private constructor(private readonly log: string) {}

  /** All messages so far. */
  public lines(): MailClientLine[] {
    return readFileSync(this.log, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  }

  /** Waits until the client has sent with these credentials in each of the regions. */
  public async untilItUses(username: string, regions: readonly string[]): Promise<void> {
    await until(`mail with ${username}`, async () => this.lines(), (lines) => regions.every((region) =>
      lines.some((line) => line.username === username && line.region === region && line.failure === undefined)));
  }
}
