import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Check, Consumer, Language } from './consumer';
import { Example, EXAMPLE_NAMES, ExampleName } from './example';
import { COMPLETION, parseTap } from './tap';
import { inTemporaryFolder } from './temporary-folder';
import { CommandResult, Terminal } from './terminal';
import { missingTools } from './tools';

/** What differs between languages. */
export interface Ecosystem {
  readonly language: Language;
  readonly tools: string[];
  readonly cdkVersion: string;

  /** The unit tests of an example, which the language's guide shows. */
  readonly unitTests?: UnitTests;

  /** Environment variables for every program that runs in the folder of examples. */
  environment?(examples: string): NodeJS.ProcessEnv;

  /**
   * Installs the package from `dist/` with this aws-cdk-lib, once for all examples. The given one names what else they
   * need.
   */
  install?(examples: Terminal, cdkVersion: string, example: Terminal): Promise<void>;

  /** Makes an example's project use what is installed, and compiles it. */
  build?(example: Terminal, cdkVersion: string): Promise<void>;

  /** Runs the program that prints its checks of the API as TAP lines, inside the project of an example. */
  checkApi(example: Terminal): Promise<CommandResult>;
}

/** How users run the unit tests of an example. */
export interface UnitTests {
  /** The output for as many passed tests as there are: no tests at all are no success. */
  readonly passed: RegExp;

  run(example: Terminal): Promise<CommandResult>;
}

/** The example that has unit tests. */
const TESTED: ExampleName = 'rotating-access-key';

const UNIT_TESTS = `the unit tests of the ${TESTED} example pass`;

/** Installs, runs the examples and checks the API, in this order, in a folder of its own. */
export class ExampleConsumer implements Consumer {
  public readonly language: Language;
  public readonly tools: string[];
  public readonly cdkVersion: string;

  constructor(private readonly ecosystem: Ecosystem) {
    this.language = ecosystem.language;
    this.tools = ecosystem.tools;
    this.cdkVersion = ecosystem.cdkVersion;
  }

  public async consume(progress: (line: string) => void): Promise<Check[]> {
    const examples = EXAMPLE_NAMES.map((name) => new Example(this.language, name));
    const installation = `the packed package installs with aws-cdk-lib ${this.cdkVersion}`;
    const { unitTests } = this.ecosystem;
    const rest = [...examples.map((example) => example.check), ...(unitTests ? [UNIT_TESTS] : []), COMPLETION];
    const missing = missingTools(this.tools);
    if (missing.length > 0) {
      return notRun([installation, ...rest], `no ${missing.join(', no ')}`);
    }

    return this.inFolder(progress, async (terminal) => {
      progress(`installs with aws-cdk-lib ${this.cdkVersion}`);
      const installed = await check(installation, () => this.install(terminal, examples));
      if (installed.outcome === 'failed') {
        return [installed, ...notRun(rest, 'the package is not installed')];
      }
      const rendered: Check[] = [];
      for (const example of examples) {
        progress(example.check);
        rendered.push(await check(example.check, () => example.rendersGolden(terminal)));
      }
      if (unitTests) {
        progress(UNIT_TESTS);
        rendered.push(
          await check(UNIT_TESTS, () => runUnitTests(unitTests, new Example(this.language, TESTED).within(terminal))),
        );
      }
      progress('checks the API');
      return [installed, ...rendered, ...(await this.checkApi(examples[0].within(terminal)))];
    });
  }

  /** Lends a terminal in a folder that holds a copy of the example, installed as a user would. */
  public async inInstalledExample<T>(
    progress: (line: string) => void,
    use: (terminal: Terminal) => Promise<T>,
    name: ExampleName = 'access-key',
  ): Promise<T> {
    const example = new Example(this.language, name);
    return this.inFolder(progress, async (terminal) => {
      await this.install(terminal, [example]);
      return use(example.within(terminal));
    });
  }

  private async inFolder<T>(progress: (line: string) => void, use: (terminal: Terminal) => Promise<T>): Promise<T> {
    return inTemporaryFolder(async (folder) => use(await this.openTerminal(folder, progress)));
  }

  private async install(terminal: Terminal, examples: Example[]): Promise<void> {
    await Promise.all(examples.map(async (example) => example.copyInto(terminal)));
    await this.ecosystem.install?.(terminal, this.cdkVersion, examples[0].within(terminal));
    for (const example of examples) {
      await this.ecosystem.build?.(example.within(terminal), this.cdkVersion);
    }
  }

  private async checkApi(terminal: Terminal): Promise<Check[]> {
    try {
      return parseTap(await this.ecosystem.checkApi(terminal));
    } catch (error) {
      return [{ name: COMPLETION, outcome: 'failed', detail: messageOf(error) }];
    }
  }

  private async openTerminal(folder: string, progress: (line: string) => void): Promise<Terminal> {
    const examples = join(folder, 'examples');
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    return new Terminal(
      examples,
      { ...toolEnvironment(temporary), ...this.ecosystem.environment?.(examples) },
      progress,
    );
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

async function runUnitTests({ run, passed }: UnitTests, example: Terminal): Promise<void> {
  const result = await run(example);
  result.throwIfFailed();
  if (!result.standardOutput.some((line) => passed.test(line))) {
    throw new Error(`no line of the output matches ${passed}:\n${result.standardOutput.join('\n')}`);
  }
}

function notRun(names: string[], detail: string): Check[] {
  return names.map((name) => ({ name, outcome: 'not run', detail }));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
