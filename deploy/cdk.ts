import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedAws, QUIET_SDK } from './embedded-aws';
import { REPOSITORY } from '../consumers/dist';
import { inTemporaryFolder } from '../consumers/temporary-folder';
import { Terminal } from '../consumers/terminal';

/** The real CLI, of the version in the lockfile. */
const CLI = join(REPOSITORY, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** No call to any other host. */
const ENVIRONMENT = { CDK_DISABLE_VERSION_CHECK: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true', ...QUIET_SDK };
const OPTIONS = ['--no-notices', '--no-color'];

/** Each event of CloudFormation as a line of its own. */
const EVENTS = ['--progress', 'events'];

/** The outputs of each stack, by the stack's name. */
export type Outputs = Record<string, Record<string, string>>;

/**
 * Runs the CDK CLI against the emulator, in the folder of the terminal. Where the CLI fails, the error carries its
 * last lines.
 */
export class Cdk {
  /** `inspect` sees the cloud assembly of each run before it is gone. */
  constructor(
    private readonly aws: EmbeddedAws,
    private readonly terminal: Terminal,
    private readonly inspect?: (assembly: string) => Promise<void>,
  ) {}

  /** Makes the bucket and the roles that every deployment needs. */
  public async bootstrap(): Promise<void> {
    await inTemporaryFolder((folder) =>
      this.run(
        folder,
        ['bootstrap', `aws://${this.aws.account}/${this.aws.region}`, ...EVENTS],
        // A folder without an app: the CLI would run it, and needs it for nothing.
        this.terminal.in(folder),
      ),
    );
  }

  /** Deploys every stack of the app. */
  public async deploy(...options: string[]): Promise<Outputs> {
    return inTemporaryFolder(async (folder) => {
      const outputs = join(folder, 'outputs.json');
      await this.run(folder, [
        'deploy',
        '--all',
        '--require-approval',
        'never',
        '--outputs-file',
        outputs,
        ...EVENTS,
        ...options,
      ]);
      return JSON.parse(await readFile(outputs, 'utf8'));
    });
  }

  /** Destroys every stack of the app. */
  public async destroy(...options: string[]): Promise<void> {
    await inTemporaryFolder((folder) => this.run(folder, ['destroy', '--all', '--force', ...options]));
  }

  /** Each process of the CLI has its own folders, as it locks the one that it writes the assembly to. */
  private async run(folder: string, args: string[], terminal = this.terminal): Promise<void> {
    const temporary = join(folder, 'tmp');
    const assembly = join(folder, 'assembly');
    await mkdir(temporary);
    await terminal
      .with({ ...this.aws.environment, ...ENVIRONMENT, CDK_HOME: join(folder, 'home'), TMPDIR: temporary })
      .run(process.execPath, CLI, ...args, '--output', assembly, ...OPTIONS);
    await this.inspect?.(assembly);
  }
}
