import { Credentials } from './account';
import { until } from './conformance/support/until';
import { EmbeddedAws } from './embedded-aws';
import { ProcessBeside } from './process-beside';

/** One login of the mail client, and one message. */
export interface MailClientLine {
  readonly username: string;
  readonly region: string;

  /** The response of the server, or the error if there was none; absent if the message was accepted. */
  readonly failure?: string;
}

/** The settings of the mail client. */
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
    aws: EmbeddedAws,
    reader: Credentials,
    mail: Omit<MailClientSetup, 'smtp' | 'log'>,
    work: (client: MailClientBeside) => Promise<T>,
  ): Promise<T> {
    const environmentOf = (log: string) => ({
      MAIL_CLIENT: JSON.stringify({ ...mail, smtp: aws.smtp, log } satisfies MailClientSetup),
    });
    return ProcessBeside.run<MailClientLine, T>(aws, 'mail-client-process.ts', reader, environmentOf, (beside) =>
      work(new MailClientBeside(beside)),
    );
  }

  private constructor(private readonly beside: ProcessBeside<MailClientLine>) {}

  /** All messages so far. */
  public lines(): MailClientLine[] {
    return this.beside.lines();
  }

  /** Waits until the client has sent with these credentials in each of the regions. */
  public async untilItUses(username: string, regions: readonly string[]): Promise<void> {
    await until(
      `mail with ${username}`,
      async () => this.lines(),
      (lines) =>
        regions.every((region) =>
          lines.some((line) => line.username === username && line.region === region && line.failure === undefined),
        ),
    );
  }
}
