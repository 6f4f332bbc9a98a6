import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';
import { RULES } from '../../src/handler/life-cycle/decide';
import { BANNED_WORDS } from '../banned-words';
import { TABLES } from '../handler/life-cycle/tables';
import { MUTANTS } from '../mutants';

const REPOSITORY = join(__dirname, '..', '..');

type Found = [where: string, words: string];

/** Every docstring that users see in an editor or an API reference, in all languages. */
function docstringsOf(value: unknown, path: string[] = []): Found[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, part]) => name === 'docs'
    ? Object.entries(part as object).filter(([kind]) => ['summary', 'remarks', 'default', 'returns'].includes(kind))
      .map(([kind, words]): Found => [[...path, kind].join('.'), String(words)])
    : docstringsOf(part, [...path, (part as { name?: string } | null)?.name ?? name]));
}

/** The sources of some folders, without what is installed in them. */
function sourcesIn(isWanted: (file: string) => boolean, ...folders: string[]): ts.SourceFile[] {
  return folders.flatMap((folder) => readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true }))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules') && isWanted(path))
    .map((path) => ts.createSourceFile(relative(REPOSITORY, path), readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
}

function nodesOf(node: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [node];
  ts.forEachChild(node, (child) => void nodes.push(...nodesOf(child)));
  return nodes;
}

function at(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** A string as far as it is static: `…` stands for what is computed. */
function staticString(node: ts.Node): string | undefined {
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
  }
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The strings with more than one word: messages, reasons, and what rules say of themselves. */
function sentencesIn(source: ts.SourceFile): Found[] {
  return nodesOf(source).flatMap((node): Found[] => {
    const words = staticString(node);
    return words !== undefined && /\w \S/.test(words) ? [[at(node), words]] : [];
  });
}

/** What breaks the glossary, with the words that do. */
function banned(found: readonly Found[]): string[] {
  return found.flatMap(([where, words]) => {
    const [match] = BANNED_WORDS.exec(words) ?? [];
    return match === undefined ? [] : [`${where}: "${match}" in: ${words}`];
  });
}

const { types } = JSON.parse(readFileSync(join(REPOSITORY, '.jsii'), 'utf8'));
const DOCSTRINGS = docstringsOf(types);

test('the docstrings of all languages are found', () => {
  expect(DOCSTRINGS.length).toBeGreaterThan(100);
});

test('docstrings use the words of AWS', () => {
  expect(banned(DOCSTRINGS)).toEqual([]);
});

test('docstrings begin with a capital letter and name their subject', () => {
  const summaries = DOCSTRINGS.filter(([where]) => where.endsWith('.summary'));

  expect(summaries.filter(([, words]) => !/^[A-Z]/.test(words) || /^(What|Who|How|Nobody|Whoever|Lets)\b/.test(words))).toEqual([]);
});

test('a parameter is documented in one sentence, because jsii emits no other', () => {
  expect(TEXTS.filter(([where]) => /\.parameters\.\w+\.remarks$/.test(where))).toEqual([]);
});

test('defaults are no TypeScript, because each language shows them as they are', () => {
  expect(TEXTS.filter(([where, text]) => where.endsWith('.default') && /\w\(|=>|[{}]/.test(text))).toEqual([]);
});

test('the names of rules use the words of AWS', () => {
  const names = Object.values(RULES).flat().map(({ name }): Found => [name, name.replaceAll('-', ' ')]);

  expect(banned(names)).toEqual([]);
});

test('messages of the function use the words of AWS', () => {
  // WHEN
  const sentences = sourcesIn(() => true, 'src/handler').flatMap(sentencesIn);

  // THEN
  expect(sentences.length).toBeGreaterThan(300);
  expect(banned(sentences)).toEqual([]);
});

test('the rows of decision tables and of mutants use the words of AWS', () => {
  // WHEN
  const states = Object.values(TABLES).flat().map(({ rule, state }): Found => [rule, state]);
  const claims = Object.values(MUTANTS).flat().map(({ file, claim }): Found => [file, claim]);

  // THEN
  expect(banned([...states, ...claims])).toEqual([]);
});

test.each([
  ['a consumer reads the key', 'consumer'], ['The old key is deleted', 'old key'], ['this cuts a client off', 'cuts a client off'], ['that is no key', 'is no'],
  ['the right to invoke it', 'the right'], ['it lets the key go', 'lets the key go'],
])('%s is found', (words, match) => {
  expect(BANNED_WORDS.exec(words)?.[0]).toBe(match);
});

test.each([
  'docs/consumers.md shows it', 'consumers/golden', 'a run that dies right after a call', 'the endpoint in us-east-1', 'the user is no longer there', 'there is no secret',
  'aws lambda invoke --payload', 'src/private/rotating-key/payload.ts', 'an access key ID and secret access key', 'context', 'navigate', 'moving-from-hand-made-key.test.ts',
])('%s is not found', (words) => {
  expect(words).not.toMatch(BANNED_WORDS);
});
