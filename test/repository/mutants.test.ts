import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mutant, MUTANTS, withDefect } from '../mutants';

const ROWS: Mutant[] = Object.values(MUTANTS).flat();
const sourceOf = ({ file }: Mutant) => readFileSync(join(__dirname, '..', '..', file), 'utf8');

test.each(ROWS)('a row matches the sources: $claim', (row) => {
  expect(withDefect(sourceOf(row), row)).not.toBe(sourceOf(row));
});

test('each claim is a sentence, and is there once', () => {
  const claims = ROWS.map(({ claim }) => claim);

  expect(claims.filter((claim) => !/^[A-Z].+\.$/.test(claim))).toEqual([]);
  expect(claims.filter((claim, index) => claims.indexOf(claim) !== index)).toEqual([]);
});

test.each([
  ['is missing', 'const limit = 5;', 0],
  ['is there twice', 'limit > 9 || limit > 9', 2],
])('throws if the part to replace %s', (_, source, times) => {
  const row: Mutant = { claim: 'There is a limit.', file: 'src/limit.ts', find: 'limit > 9', replace: 'limit > 10' };

  expect(() => withDefect(source, row)).toThrow(
    `src/limit.ts has ${times} times what the row replaces; it must have it exactly once.`,
  );
});
