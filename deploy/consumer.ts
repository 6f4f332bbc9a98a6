import { setTimeout as sleep } from 'node:timers/promises';
import { Credentials } from './account';
import { EmbeddedAws } from './embedded-aws';
import { ProcessBeside } from './process-beside';

/** One call of the client. */
export interface ConsumerLine {
  readonly at: string;
  readonly call: 'GetCallerIdentity' | 'GetSecretValue';
  readonly accessKeyId: string;

  /** The name of the error that the call ended with; absent if it succeeded. */
  readonly failure?: string;
}

/** Where a client finds its key. */
export interface KeySource {
  /**
   * The ARN of a secret that it reads by its own key.
   *
   * @default - none: it was given the key once, and goes on with it
   */
  readonly secret?: string;

  /**
   * The id of the key, where the secret holds the secret access key alone.
   *
   * @default - the secret holds JSON with both
   */
  readonly accessKeyId?: string;
}

const DEADLINE_MS = 20_000;
const POLL_MS = 50;

/** A process beside this one that uses a key and reads the secret that holds it (consumer-process.ts). */
export class Consumer {
  /**
   * Runs it while the work is done. It starts with the key that it is given, and knows no other but by reading the
   * secret.
   */
  public static async beside<T>(
    aws: EmbeddedAws,
    secret: string | KeySource,
    key: Credentials,
    work: (client: Consumer) => Promise<T>,
  ): Promise<T> {
    const environmentOf = (log: string) => ({
      CONSUMER_SOURCE: JSON.stringify(typeof secret === 'string' ? { secret } : secret),
      CONSUMER_LOG: log,
    });
    return ProcessBeside.run<ConsumerLine, T>(aws, 'consumer-process.ts', key, environmentOf, async (beside) => {
      const client = new Consumer(beside);
      await client.untilItUses(key.accessKeyId);
      return work(client);
    });
  }

  private constructor(private readonly beside: ProcessBeside<ConsumerLine>) {}

  /** The calls that failed so far. */
  public failures(): ConsumerLine[] {
    return this.lines().filter(({ failure }) => failure !== undefined);
  }

  /** Has it look for its key somewhere else from now on, as after a change of its configuration. */
  public lookIn(source: KeySource): void {
    this.beside.input.write(`${JSON.stringify(source)}\n`);
  }

  /** All calls so far. */
  public lines(): ConsumerLine[] {
    return this.beside.lines();
  }

  /** Waits until the client has signed in with this key, in a call that begins from now on. */
  public async untilItUses(accessKeyId: string): Promise<void> {
    const now = new Date().toISOString();
    await this.until(
      `use key ${accessKeyId}`,
      (line) => line.at >= now && isSignIn(line, accessKeyId) && line.failure === undefined,
    );
  }

  /**
   * Waits until a sign-in with this key has failed, and returns it. Each service has its own name for the refusal:
   * this is that of STS.
   */
  public async untilRefused(accessKeyId: string): Promise<ConsumerLine> {
    return this.until(
      `fail with key ${accessKeyId}`,
      (line) => isSignIn(line, accessKeyId) && line.failure !== undefined,
    );
  }

  private async until(does: string, isIt: (line: ConsumerLine) => boolean): Promise<ConsumerLine> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const line = this.lines().find(isIt);
      if (line !== undefined) {
        return line;
      }
      if (Date.now() > deadline) {
        throw new Error(
          `the client does not ${does} within ${DEADLINE_MS / 1000} seconds, last calls: ` +
            `${JSON.stringify(this.lines().slice(-5))}`,
        );
      }
      await sleep(POLL_MS);
    }
  }
}

function isSignIn({ call, accessKeyId }: ConsumerLine, key: string): boolean {
  return call === 'GetCallerIdentity' && accessKeyId === key;
}
