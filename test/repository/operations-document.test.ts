import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelsTable, recordsTable } from '../../scripts/life-cycle-doc-tables';
import { RULES } from '../../src/handler/life-cycle/decide';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');

/** The names in the first column of each table. */
function firstCells(markdown: string): string[] {
  return [...markdown.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
}

test('docs/operations.md has an action for every rule that fails or reports, and for no other', () => {
  // GIVEN
  const names = new Set(
    Object.values(RULES)
      .flat()
      .map(({ name }) => name)
      .filter((name) => /^(fail|report)-/.test(name)),
  );

  // WHEN
  const documented = firstCells(DOCUMENT).filter((name) => /^(fail|report)-/.test(name));

  // THEN
  expect(documented.sort()).toEqual([...names].sort());
});

test('docs/operations.md has every label and tag that the function stores on the secret', () => {
  const documented = firstCells(DOCUMENT).map((name) => name.toLowerCase());

  expect(documented).toEqual(
    expect.arrayContaining(firstCells(labelsTable() + '\n' + recordsTable()).map((name) => name.toLowerCase())),
  );
});
