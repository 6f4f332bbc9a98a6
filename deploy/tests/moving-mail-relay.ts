import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { secretsOf } from '../conformance/support/secrets';
import { until } from '../conformance/support/until';
import { EmbeddedAws } from '../embedded-aws';
import { ACCEPTED, MailClient } from '../mail-client';

/** One message. */
export interface RelayLine {
  readonly username: string;
  readonly answer: string;
}

const SEND_EVERY_MS = 100;

/**
 * A mail relay that knows the host by its configuration, and username and password by a secret that it reads before
 * each message.
 */
export class MailRelay {
  /** Runs it while the work is done. */
  public static async beside<T>(
    aws: EmbeddedAws,
    from: string,
    secret: string,
    work: (relay: MailRelay) => Promise<T>,
  ): Promise<T> {
    const relay = new MailRelay(aws, from, secret);
    const ended = relay.run();
    try {
      return await work(relay);
    } finally {
      relay.ends = true;
      await ended;
    }
  }

  private readonly lines: RelayLine[] = [];
  private ends = false;

  private constructor(
    private readonly aws: EmbeddedAws,
    private readonly from: string,
    private secret: string,
  ) {}

  /** The messages that were not accepted so far. */
  public failures(): RelayLine[] {
    return this.lines.filter(({ answer }) => answer !== ACCEPTED);
  }

  /** Has it read another secret from now on, as after a change of its configuration. */
  public lookIn(secret: string): void {
    this.secret = secret;
  }

  /** Waits until it has sent with this username, in a message that ends from now on. */
  public async untilItUses(wanted: string): Promise<void> {
    const seen = this.lines.length;
    await until(
      `mail with ${wanted}`,
      async () => this.lines.slice(seen),
      (lines) => lines.some(({ username, answer }) => username === wanted && answer === ACCEPTED),
    );
  }

  private async run(): Promise<void> {
    const host = `email-smtp.${this.aws.region}.amazonaws.com`;
    while (!this.ends) {
      const next = sleep(SEND_EVERY_MS);
      const { SecretString } = await secretsOf(this.aws).send(new GetSecretValueCommand({ SecretId: this.secret }));
      const { username, password } = JSON.parse(SecretString!);
      const answer = await new MailClient(this.aws.smtp, { host, port: 587, username, password }).send({
        from: this.from,
      });
      this.lines.push({ username, answer });
      await next;
    }
  }
}
