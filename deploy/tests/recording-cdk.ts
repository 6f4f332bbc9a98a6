import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../../consumers/dist';
import { Terminal } from '../../consumers/terminal';
import { Cdk } from '../cdk';
import { EmbeddedAws } from '../embedded-aws';

/** The real CLI, for the apps of `deploy/apps/`, and everything that it writes. */
export class RecordingCdk {
  /** In an account that every deployment finds ready. */
  public static async bootstrapped(aws: EmbeddedAws): Promise<RecordingCdk> {
    const recording = new RecordingCdk(aws);
    await new Cdk(aws, recording.terminal).bootstrap();
    return recording;
  }

  /** All that it has said. */
  public readonly said: string[] = [];

  /** Each file that it has left, by its path. */
  public readonly files: Record<string, string> = {};

  private readonly terminal = new Terminal(join(REPOSITORY, 'deploy', 'apps'), {}, (line) => this.said.push(line));

  public readonly cdk: Cdk;

  private constructor(aws: EmbeddedAws) {
    this.cdk = new Cdk(aws, this.terminal, (assembly) => this.keep(assembly));
  }

  private async keep(assembly: string): Promise<void> {
    for (const entry of await readdir(assembly, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        const path = join(entry.parentPath, entry.name);
        this.files[path] = await readFile(path, 'latin1');
      }
    }
  }
}
