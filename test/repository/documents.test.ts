import { DOCUMENTS, proseOf, textOf } from './documents';
import { BANNED_WORDS } from '../banned-words';

const linesOf = (document: string) => proseOf(textOf(document));

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
  const withTwo = lines.filter(([, line]) => /[a-z)X]\. [A-Z]|^[^|-].*(?<!(?:^|[\s*])\d+)[.!?]\)? [A-Z]/.test(line));
  const followed = lines.filter(([number]) =>
    lines.some(([next, line]) => next === number + 1 && !/^\s*([-#>]|\d+\.) /.test(line)),
  );
  const withAPart = followed.filter(([, line]) => !/^#|[.:?!]\**$/.test(line.trim()));

  expect([...withTwo, ...withAPart]).toEqual([]);
});
