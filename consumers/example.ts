import { cp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Language } from './consumer';
import { REPOSITORY } from './dist';
import { compareWithGolden } from './golden';
import { Terminal } from './terminal';

/** The apps of `examples/<language>/`, and the stack of each. */
const STACKS = {
  'access-key': 'AccessKeyExample',
  'rotating-access-key': 'RotatingAccessKeyExample',
  'ses-smtp-credentials': 'SesSmtpCredentialsExample',
};

export type ExampleName = keyof typeof STACKS;

export const EXAMPLE_NAMES = Object.keys(STACKS) as ExampleName[];

/** What is left behind when a person has run an example in place. */
const LEFTOVERS = ['node_modules', 'package-lock.json', 'cdk.out', '.venv', '__pycache__', 'target'];

/** An example app in one language, with the template that it renders in every language. */
export class Example {
  public readonly check: string;

  constructor(
    private readonly language: Language,
    private readonly name: ExampleName,
  ) {
    this.check = `the ${name} example renders the golden template`;
  }

  /** Its place in a folder of examples. */
  public within(examples: Terminal): Terminal {
    return examples.in(join(examples.folder, this.name));
  }

  public async copyInto(examples: Terminal): Promise<void> {
    await cp(join(REPOSITORY, 'examples', this.language, this.name), this.within(examples).folder, {
      recursive: true,
      filter: (source) => !LEFTOVERS.includes(basename(source)),
    });
  }

  /** Runs the app as the CDK CLI would, but without the paths and the metadata that the CLI asks for. */
  public async rendersGolden(examples: Terminal): Promise<void> {
    const terminal = this.within(examples);
    const { app, context } = JSON.parse(await readFile(join(terminal.folder, 'cdk.json'), 'utf8'));
    const assembly = join(terminal.folder, 'cdk.out');
    await terminal.with({ CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) }).runInShell(app);
    await compareWithGolden(join(assembly, `${STACKS[this.name]}.template.json`), `${this.name}.template.json`);
  }
}
