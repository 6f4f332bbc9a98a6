import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Outcome, run } from './run';
import { REPOSITORY } from '../../consumers/dist';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { EmbeddedAws } from '../embedded-aws';
import { AWS_CLI } from '../install-aws-cli';

/** What an operator knows, by the names between `<` and `>` in the documents. */
export type Known = Readonly<Record<string, string>>;

/** The code blocks of a document's section, in their order. */
export function blocksOf(document: string, heading: string): string[] {
  const sections = readFileSync(join(REPOSITORY, 'docs', document), 'utf8').split(/^#+ /m);
  const section = sections.find((one) => one.startsWith(`${heading}\n`));
  if (section === undefined) {
    throw new Error(`docs/${document} has no section '${heading}'`);
  }
  return [...section.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, block]) => block);
}

/** An operator with a shell, the AWS CLI, all permissions and a document. */
export class Operator {
  /** Lends an operator with an empty folder. */
  public static of<T>(aws: EmbeddedAws, use: (operator: Operator) => Promise<T>): Promise<T> {
    return inTemporaryFolder((folder) => use(new Operator(aws, folder)));
  }

  private constructor(
    private readonly aws: EmbeddedAws,
    private readonly folder: string,
  ) {}

  /** Runs a code block as it is written, but for what the operator puts between `<` and `>`. */
  public runs(block: string, known: Known): Promise<Outcome> {
    const command = block.replace(/<([a-z ]+)>/gi, (_place, name: string) => {
      if (!(name in known)) {
        throw new Error(`the operator does not know the ${name} of: ${block}`);
      }
      return known[name];
    });
    const PATH = `${dirname(AWS_CLI)}${delimiter}${process.env.PATH}`;
    return run('/bin/sh', ['-c', command], { ...this.aws.environment, PATH, HOME: this.folder }, this.folder);
  }

  /** What a code block prints, if it succeeds. */
  public async sees(block: string, known: Known): Promise<string> {
    const { exit, stdout, stderr } = await this.runs(block, known);
    if (exit !== 0) {
      throw new Error(`${block} ends with ${exit}: ${stderr}`);
    }
    return stdout;
  }
}
