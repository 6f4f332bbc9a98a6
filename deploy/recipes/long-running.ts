import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConsumerHost } from './consumer-host';
import { cleaningUpOnExit } from '../../consumers/clean-exit';
import { EMULATOR } from '../install-embedded-aws';

/**
 * A process on a client's machine that uses the documented profile (long-running-program.ts). Its clock can be put
 * ahead.
 */
export class LongRunningProgram {
  public static async on<T>(host: ConsumerHost, use: (program: LongRunningProgram) => Promise<T>): Promise<T> {
    const clock = join(host.names.home, 'clock');
    putAhead(clock, 0);
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--require',
        join(EMULATOR, 'function-clock.cjs'),
        join(__dirname, 'long-running-program.ts'),
      ],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {
          ...host.environment,
          AWS_PROFILE: 'vendor',
          EMBEDDED_AWS_CLOCK: clock,
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        },
      },
    );
    const exited = once(child, 'exit');
    const responses = createInterface(child.stdout)[Symbol.asyncIterator]();
    const program = new LongRunningProgram(clock, async () => {
      child.stdin.write('\n');
      return (await responses.next()).value;
    });
    return cleaningUpOnExit(
      () => child.kill('SIGKILL'),
      async () => {
        try {
          return await use(program);
        } finally {
          child.stdin.end();
          await exited;
        }
      },
    );
  }

  private constructor(
    private readonly clock: string,
    /** Has it make a call: the ARN that it signs in as, and the id of its key. */
    public readonly signIn: () => Promise<string>,
  ) {}

  public putClockAhead(minutes: number): void {
    putAhead(this.clock, minutes);
  }
}

function putAhead(clock: string, minutes: number): void {
  writeFileSync(clock, `${60 * minutes} 1`);
}
