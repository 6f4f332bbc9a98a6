import { ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { cleaningUpOnExit } from './clean-exit';

/** How many lines of a tool's output explain its failure. */
const LAST_LINES = 30;

/**
 * jsii prints a banner on a Node past its end of life, so long that it pushes errors out of the last lines. The value
 * is a list of majors to be silent about.
 */
export const QUIET_JSII = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };

/** Runs commands in one folder, with one environment, and reports each line that they print. */
export class Terminal {
  constructor(
    public readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    public readonly progress: (line: string) => void,
  ) {}

  /** Runs a program, and fails with the last lines of its output if it fails. */
  public async run(...[program, ...args]: [string, ...string[]]): Promise<void> {
    const result = await this.tryRun(program, ...args);
    result.throwIfFailed();
  }

  /** Runs a program whose failure has a meaning of its own. */
  public async tryRun(...[program, ...args]: [string, ...string[]]): Promise<CommandResult> {
    return this.spawn(program, args, false);
  }

  /** Runs a line in the shell, as the CDK CLI runs the `app` of cdk.json. */
  public async runInShell(line: string): Promise<void> {
    const result = await this.spawn(line, [], true);
    result.throwIfFailed();
  }

  /** The same folder with further environment variables. */
  public with(environment: NodeJS.ProcessEnv): Terminal {
    return new Terminal(this.folder, { ...this.environment, ...environment }, this.progress);
  }

  /** Another folder with the same environment. */
  public in(folder: string): Terminal {
    return new Terminal(folder, this.environment, this.progress);
  }

  private async spawn(program: string, args: string[], shell: boolean): Promise<CommandResult> {
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { ...process.env, ...QUIET_JSII, ...this.environment },
      shell,
      // A group of its own, so that a program can be stopped together with whatever it started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    const standardOutput: string[] = [];
    const record = (coloredLine: string, ...records: string[][]) => {
      const line = stripVTControlCharacters(coloredLine);
      records.forEach((lines) => lines.push(line));
      this.progress(line);
    };
    createInterface(child.stdout).on('line', (line) => record(line, output, standardOutput));
    createInterface(child.stderr).on('line', (line) => record(line, output));
    return cleaningUpOnExit(
      () => stopGroup(child),
      () =>
        new Promise((resolve, reject) => {
          child.on('error', reject);
          child.on('close', (code, signal) => {
            resolve(new CommandResult([program, ...args].join(' '), code ?? String(signal), standardOutput, output));
          });
        }),
    );
  }
}

function stopGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) {
    process.kill(-pid, 'SIGKILL');
  }
}

export class CommandResult {
  constructor(
    private readonly command: string,
    /** The exit code, or the name of the signal that ended the program. */
    public readonly exit: number | string,
    public readonly standardOutput: string[],
    private readonly output: string[],
  ) {}

  public get failure(): string {
    return [`'${this.command}' ended with ${this.exit}`, ...this.output.slice(-LAST_LINES)].join('\n');
  }

  public throwIfFailed(): void {
    if (this.exit !== 0) {
      throw new Error(this.failure);
    }
  }
}
