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
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'docs'
      ? Object.entries(part as object)
          .filter(([kind]) => ['summary', 'remarks', 'default', 'returns'].includes(kind))
          .map(([kind, words]): Found => [[...path, kind].join('.'), String(words)])
      : docstringsOf(part, [...path, (part as { name?: string } | null)?.name ?? name]),
  );
}

/** The sources of some folders, without what is installed in them. */
function sourcesIn(isWanted: (file: string) => boolean, ...folders: string[]): ts.SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true }))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules') && isWanted(path))
    .map((path) =>
      ts.createSourceFile(relative(REPOSITORY, path), readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true),
    );
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

/** The first name of an expression such as `test.each(rows)`. */
function rootOf(expression: ts.Expression): string {
  if (ts.isCallExpression(expression) || ts.isPropertyAccessExpression(expression)) {
    return rootOf(expression.expression);
  }
  return ts.isIdentifier(expression) ? expression.text : '';
}

/** The names of tests and of their groups, those in an alias of `describe` too. */
function testNamesIn(source: ts.SourceFile): Found[] {
  const nodes = nodesOf(source);
  const isOfJest = (name: string) => ['describe', 'test', 'it'].includes(name);
  const aliases = nodes
    .filter(ts.isVariableDeclaration)
    .filter(
      ({ initializer }) =>
        initializer !== undefined &&
        !ts.isArrowFunction(initializer) &&
        nodesOf(initializer).some((node) => ts.isIdentifier(node) && isOfJest(node.text)),
    )
    .map(({ name }) => name.getText());
  return nodes
    .filter(ts.isCallExpression)
    .filter(
      ({ expression, arguments: [, body] }) =>
        body !== undefined && (isOfJest(rootOf(expression)) || aliases.includes(rootOf(expression))),
    )
    .flatMap((call): Found[] => {
      const name = staticString(call.arguments[0]);
      return name === undefined ? [] : [[at(call), name]];
    });
}

/** The strings with more than one word: messages, reasons, and what rules say of themselves. */
function sentencesIn(source: ts.SourceFile): Found[] {
  return nodesOf(source).flatMap((node): Found[] => {
    const words = staticString(node);
    return words !== undefined && /\w \S/.test(words) ? [[at(node), words]] : [];
  });
}

function commentsIn(source: ts.SourceFile): Found[] {
  const ranges = nodesOf(source).flatMap((node) => [
    ...(ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []),
    ...(ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []),
  ]);
  const comments = new Map(
    ranges.map(({ pos, end }) => [pos, source.text.slice(pos, end).replace(/\s*\n\s*\*?\s*/g, ' ')]),
  );
  return [...comments].map(([pos, words]): Found => [
    `${source.fileName}:${source.getLineAndCharacterOfPosition(pos).line + 1}`,
    words,
  ]);
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

  expect(
    summaries.filter(([, words]) => !/^[A-Z]/.test(words) || /^(What|Who|How|Nobody|Whoever|Lets)\b/.test(words)),
  ).toEqual([]);
});

test('a parameter is documented in one sentence, because jsii emits no other', () => {
  expect(DOCSTRINGS.filter(([where]) => /\.parameters\.\w+\.remarks$/.test(where))).toEqual([]);
});

test('defaults are no TypeScript, because each language shows them as they are', () => {
  expect(DOCSTRINGS.filter(([where, text]) => where.endsWith('.default') && /\w\(|=>|[{}]/.test(text))).toEqual([]);
});

test('the names of rules use the words of AWS', () => {
  const names = Object.values(RULES)
    .flat()
    .map(({ name }): Found => [name, name.replaceAll('-', ' ')]);

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
  const states = Object.values(TABLES)
    .flat()
    .map(({ rule, state }): Found => [rule, state]);
  const claims = Object.values(MUTANTS)
    .flat()
    .map(({ file, claim }): Found => [file, claim]);

  // THEN
  expect(banned([...states, ...claims])).toEqual([]);
});

test('the names of tests use the words of AWS', () => {
  // WHEN
  const names = sourcesIn((path) => path.endsWith('.test.ts'), 'test', 'deploy').flatMap(testNamesIn);

  // THEN
  expect(names.length).toBeGreaterThan(900);
  expect(banned(names)).toEqual([]);
});

test('comments of the sources use the words of AWS', () => {
  // WHEN
  const comments = sourcesIn(() => true, 'src').flatMap(commentsIn);

  // THEN
  expect(comments.length).toBeGreaterThan(500);
  expect(banned(comments)).toEqual([]);
});

test.each([
  ['a consumer reads the key', 'consumer'],
  ['The old key is deleted', 'old key'],
  ['this cuts a client off', 'cuts a client off'],
  ['that is no key', 'is no'],
  ['the right to invoke it', 'the right'],
  ['it lets the key go', 'lets the key go'],
])('%s is found', (words, match) => {
  expect(BANNED_WORDS.exec(words)?.[0]).toBe(match);
});

test.each([
  'docs/consumers.md shows it',
  'consumers/golden',
  'a run that dies right after a call',
  'the endpoint in us-east-1',
  'the user is no longer there',
  'there is no secret',
  'aws lambda invoke --payload',
  'src/private/rotating-key/payload.ts',
  'an access key ID and secret access key',
  'context',
  'navigate',
  'moving-from-hand-made-key.test.ts',
])('%s is not found', (words) => {
  expect(words).not.toMatch(BANNED_WORDS);
});
