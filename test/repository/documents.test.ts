import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BANNED_WORDS } from '../banned-words';

const ROOT = join(__dirname, '..', '..');

const markdownIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => `${folder}/${file}`);

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...markdownIn('docs'), ...markdownIn('docs/adr')];

/**
 * The lines of prose, with their numbers: without blocks of code, code within a line, comments and the targets of
 * links.
 */
function proseOf(markdown: string): [line: number, text: string][] {
  const withoutBlocks = markdown.replace(/^(```+)[^]*?^\1$/gm, (block) => block.replace(/[^\n]/g, ''));
  return withoutBlocks
    .split('\n')
    .map((line) =>
      line
        .replace(/`[^`]*`/g, 'X')
        .replace(/\]\([^)]*\)/g, ']')
        .replace(/<!--.*?-->/g, ''),
    )
    .map((line, index): [number, string] => [index + 1, line])
    .filter(([, line]) => line.trim() !== '');
}

function linesOf(document: string): [line: number, text: string][] {
  return proseOf(readFileSync(join(ROOT, document), 'utf8'));
}

/** Cells of tables and descriptions of pictures cannot have lines of their own. */
const isOneLine = (line: string) => line.startsWith('|') || line.startsWith('![');

test('the documents are found, and their code is not taken for prose', () => {
  expect(DOCUMENTS).toEqual(expect.arrayContaining(['docs/operations.md', 'docs/clients.md', 'docs/adr/README.md']));
  expect(proseOf('A `foreign` [key](slot.md).\n```sh\ntick\n```\nB <!-- ours -->\n')).toEqual([
    [1, 'A X [key].'],
    [5, 'B '],
  ]);
});

test.each(DOCUMENTS)('%s uses the words of the glossary', (document) => {
  expect(linesOf(document).filter(([, line]) => BANNED_WORDS.test(line))).toEqual([]);
});

test.each(DOCUMENTS)('%s has one sentence a line', (document) => {
  const lines = linesOf(document).filter(([, line]) => !isOneLine(line));
  const withTwo = lines.filter(([, line]) => /[a-z)X]\. [A-Z]/.test(line));
  const followed = lines.filter(([number]) =>
    lines.some(([next, line]) => next === number + 1 && !/^\s*([-#>]|\d+\.) /.test(line)),
  );
  const withAPart = followed.filter(([, line]) => !/^#|[.:?!]\**$/.test(line.trim()));

  expect([...withTwo, ...withAPart]).toEqual([]);
});
