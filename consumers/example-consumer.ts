import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Check, Consumer, Language } from './consumer';
import { Example } from './example';
import { COMPLETION, parseTap } from './tap';
import { inTemporaryFolder } from './temporary-folder';
import { CommandResult, Terminal } from './terminal';
import { missingTools } from './tools';

/** What differs between languages. Each function works in a folder that holds a copy of the example. */
export interface Ecosystem {
  readonly language: Language;
  readonly tools: string[];
  readonly cdkVersion: string;

  /** Environment variables for every program that runs in the folder. */
  environment?(folder: string): NodeJS.ProcessEnv;

  /** Installs the package from `dist/` with this aws-cdk-lib. */
  install(terminal: Terminal, cdkVersion: string): Promise<void>;

  /** Runs the program that prints its checks of the API as TAP lines. */
  checkApi(terminal: Terminal): Promise<CommandResult>;
}

/** Installs, runs the example and checks the API, in this order, in a folder of its own. */
export class ExampleConsumer implements Consumer {
  public readonly language: Language;
  public readonly tools: string[];
  public readonly cdkVersion: string;
  private readonly example: Example;

  constructor(private readonly ecosystem: Ecosystem) {
    this.language = ecosystem.language;
    this.tools = ecosystem.tools;
    this.cdkVersion = ecosystem.cdkVersion;
    this.example = new Example(ecosystem.language, 'access-key', 'AccessKeyExample');
  }

  public async consume(progress: (line: string) => void): Promise<Check[]> {
    const installation = `the packed package installs with aws-cdk-lib ${this.cdkVersion}`;
    const golden = 'the example renders the golden template';
    const missing = missingTools(this.tools);
    if (missing.length > 0) {
      return notRun([installation, golden, COMPLETION], `no ${missing.join(', no ')}`);
    }

    return this.inFolder(progress, async (terminal) => {
      progress(`installs with aws-cdk-lib ${this.cdkVersion}`);
      const installed = await check(installation, () => this.install(terminal));
      if (installed.outcome === 'failed') {
        return [installed, ...notRun([golden, COMPLETION], 'the package is not installed')];
      }
      progress('runs the example');
      const rendered = await check(golden, () => this.example.rendersGolden(terminal));
      progress('checks the API');
      return [installed, rendered, ...await this.checkApi(terminal)];
    });
  }

  /** Lends a terminal in a folder that holds a copy of the example, installed as a user would. */
  public async inInstalledExample<T>(progress: (line: string) => void, use: (terminal: Terminal) => Promise<T>): Promise<T> {
    return this.inFolder(progress, async (terminal) => {
      await this.install(terminal);
      return use(terminal);
    });
  }

  private async inFolder<T>(progress: (line: string) => void, use: (terminal: Terminal) => Promise<T>): Promise<T> {
    return inTemporaryFolder(async (folder) => use(await this.openTerminal(folder, progress)));
  }

  private async install(terminal: Terminal): Promise<void> {
    await this.example.copyTo(terminal.folder);
    await this.ecosystem.install(terminal, this.cdkVersion);
  }

  private async checkApi(terminal: Terminal): Promise<Check[]> {
    try {
      return parseTap(await this.ecosystem.checkApi(terminal));
    } catch (error) {
      return [{ name: COMPLETION, outcome: 'failed', detail: messageOf(error) }];
    }
  }

  private async openTerminal(folder: string, progress: (line: string) => void): Promise<Terminal> {
    const app = join(folder, 'app');
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    return new Terminal(app, { ...toolEnvironment(temporary), ...this.ecosystem.environment?.(app) }, progress);
  }
}

/** Temporary files of the tools land in a folder that will be removed. */
export function toolEnvironment(temporary: string): NodeJS.ProcessEnv {
  return { TMPDIR: temporary };
}

export async function check(name: string, work: () => Promise<void>): Promise<Check> {
  try {
    await work();
    return { name, outcome: 'passed' };
  } catch (error) {
    return { name, outcome: 'failed', detail: messageOf(error) };
  }
}

function notRun(names: string[], detail: string): Check[] {
  return names.map((name) => ({ name, outcome: 'not run', detail }));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
