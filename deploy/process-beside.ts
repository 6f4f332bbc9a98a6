import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Credentials } from './account';
import { EmbeddedAws, QUIET_SDK } from './embedded-aws';
import { cleaningUpOnExit } from '../consumers/clean-exit';
import { inTemporaryFolder } from '../consumers/temporary-folder';

/** A program beside this one that writes a log of JSON lines and ends with its standard input. */
export class ProcessBeside<Line> {
  /** Runs a program of this folder while the work is done, with these credentials and the location of its log. */
  public static async run<L, T>(
    aws: EmbeddedAws,
    program: string,
    { accessKeyId, secretAccessKey }: Credentials,
    environmentOf: (log: string) => NodeJS.ProcessEnv,
    work: (beside: ProcessBeside<L>) => Promise<T>,
  ): Promise<T> {
    return inTemporaryFolder(async (folder) => {
      const log = join(folder, 'log');
      writeFileSync(log, '');
      const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, program)], {
        stdio: ['pipe', 'ignore', 'inherit'],
        env: {
          ...process.env,
          ...aws.environment,
          ...QUIET_SDK,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          ...environmentOf(log),
        },
      });
      const exited = once(child, 'exit');
      return cleaningUpOnExit(
        () => child.kill('SIGKILL'),
        async () => {
          try {
            const result = await work(new ProcessBeside<L>(log, child.stdin));
            if (child.exitCode !== null) {
              throw new Error(`${program} has ended with ${child.exitCode}`);
            }
            return result;
          } finally {
            child.stdin.end();
            await exited;
          }
        },
      );
    });
  }

  private constructor(
    private readonly log: string,
    public readonly input: Writable,
  ) {}

  /** All that it has written so far. */
  public lines(): Line[] {
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }
}
