import { cp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Language } from './consumer';
import { REPOSITORY } from './dist';
import { compareWithGolden } from './golden';
import { Terminal } from './terminal';

/** What is left behind when a person has run an example in place. */
const LEFTOVERS = ['node_modules', 'package-lock.json', 'cdk.out', '.venv', '__pycache__', 'target'];

/** An example app of `examples/<language>/`, with the template that it renders in every language. */
export class Example {
  constructor(private readonly language: Language, private readonly name: string, private readonly stack: string) {}

  public async copyTo(folder: string): Promise<void> {
    await cp(join(REPOSITORY, 'examples', this.language, this.name), folder, {
      recursive: true,
      filter: (source) => !LEFTOVERS.includes(basename(source)),
    });
  }

  /** Runs the app as the CDK CLI would, but without the paths and the metadata that the CLI asks for. */
  public async rendersGolden(terminal: Terminal): Promise<void> {
    const { app, context } = JSON.parse(await readFile(join(terminal.folder, 'cdk.json'), 'utf8'));
    const assembly = join(terminal.folder, 'cdk.out');
    await terminal.with({ CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) }).runInShell(app);
    await compareWithGolden(join(assembly, `${this.stack}.template.json`), `${this.name}.template.json`);
  }
}
