import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Check, Consumer } from './consumer';
import { REPOSITORY } from './dist';
import { check, messageOf, toolEnvironment } from './example-consumer';
import { inTemporaryFolder } from './temporary-folder';
import { Terminal } from './terminal';
import { missingTools } from './tools';

/** What users of one language read: in their editor, and on the page of the registry. */
export interface Documentation {
  readonly language: string;

  /** The projen task that creates the package. */
  readonly task: string;

  /** The files of the package that hold documentation. */
  readonly files: RegExp;

  /** The one of them with the README. */
  readonly readme: RegExp;

  /** Matches a file that documents the class. The first group is what an editor shows on hover. */
  hover(type: string): RegExp;

  /** Matches how a sample creates a construct. */
  creation(type: string): string;
}

/** Puts the files of the package into the folder of the terminal. */
export type Unpack = (terminal: Terminal) => Promise<void>;

type Files = ReadonlyMap<string, string>;

/** The parts of an assembly that are read here. */
interface Assembly {
  readonly readme: { readonly markdown: string };
  readonly types: Record<string, AssemblyType>;
}

interface AssemblyType {
  readonly kind: string;
  readonly name: string;
  readonly docs?: { readonly example?: string };
}

/** Adds the checks of the documentation, wherever the consumer has its tools. */
export function withDocumentation(consumer: Consumer, documentation: Documentation, unpack: Unpack): Consumer {
  const { language, tools, cdkVersion } = consumer;
  return {
    language,
    tools,
    cdkVersion,
    async consume(progress) {
      if (missingTools(tools).length > 0) {
        return consumer.consume(progress);
      }
      progress('reads the documentation');
      return [...(await checkPackage(documentation, unpack, progress)), ...(await consumer.consume(progress))];
    },
  };
}

/** One check a class that has a sample, one of the README, and one that TypeScript is nowhere. */
export async function checkDocumentation(documentation: Documentation, files: Files): Promise<Check[]> {
  const { language, readme } = documentation;
  const { classes, markdown } = samples();
  return Promise.all([
    ...classes.map((type) =>
      check(`documentation: the sample of ${type} is ${language}`, async () => {
        const hover = [...files.values()].flatMap((text) => documentation.hover(type).exec(text)?.[1] ?? []).join();
        expectCreations(documentation, type, hover, 1);
      }),
    ),
    check(`documentation: the samples of the README are ${language}`, async () => {
      const text = [...files].flatMap(([file, content]) => (readme.test(file) ? content : [])).join();
      classes.forEach((type) => expectCreations(documentation, type, text, count(typescriptCreation(type), markdown)));
    }),
    check('documentation: no sample is TypeScript', async () => {
      const lines = [...files].flatMap(([file, text]) => typescriptLines(text).map((line) => `${file}: ${line}`));
      if (files.size === 0 || lines.length > 0) {
        const problem = `${lines.length} lines of ${files.size} files are TypeScript; all must be ${language}.`;
        throw new Error([`${problem} ${remedy(documentation)}`, ...lines].join('\n'));
      }
    }),
  ]);
}

/** The files of a folder that hold documentation, by their paths within it. */
export async function documentationIn(folder: string, { files }: Documentation): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths
        .filter((path) => files.test(path))
        .map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const),
    ),
  );
}

async function checkPackage(
  documentation: Documentation,
  unpack: Unpack,
  progress: (line: string) => void,
): Promise<Check[]> {
  try {
    return await inTemporaryFolder(async (folder) => {
      await unpack(new Terminal(folder, toolEnvironment(folder), progress));
      return checkDocumentation(documentation, await documentationIn(folder, documentation));
    });
  } catch (error) {
    return [{ name: 'documentation: the package is unpacked', outcome: 'failed', detail: messageOf(error) }];
  }
}

/** The classes whose documentation has a sample, and the README, as the assembly has them. */
function samples(): { classes: string[]; markdown: string } {
  const { types, readme }: Assembly = JSON.parse(readFileSync(join(REPOSITORY, '.jsii'), 'utf8'));
  const classes = Object.values(types).filter(({ kind, docs }) => kind === 'class' && docs?.example !== undefined);
  return { classes: classes.map(({ name }) => name), markdown: readme.markdown };
}

function expectCreations(documentation: Documentation, type: string, text: string, expected: number): void {
  const pattern = documentation.creation(type);
  const found = count(pattern, text);
  if (found < expected) {
    const problem = `${found} samples in ${documentation.language} create ${type}; ${expected} must match ${pattern}.`;
    throw new Error(
      [`${problem} ${remedy(documentation)}`, ...text.split('\n').filter((line) => line.includes(`${type}(`))].join(
        '\n',
      ),
    );
  }
}

function remedy({ task }: Documentation): string {
  return `Run npx projen compile and npx projen ${task}. Read the samples with npx jsii-rosetta read .jsii.tabl.json.`;
}

function typescriptCreation(type: string): string {
  return `\\bnew ${type}\\(\\w+, '`;
}

function typescriptLines(text: string): string[] {
  return text.split('\n').filter((line) => new RegExp(typescriptCreation('[\\w.]+')).test(line));
}

function count(pattern: string, text: string): number {
  return text.match(new RegExp(pattern, 'g'))?.length ?? 0;
}
