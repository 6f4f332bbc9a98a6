import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../consumers/dist';
import { withSnippets } from '../../scripts/readme-snippets';

const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');

test('the samples of docs/moving.md are parts of the apps that the tests deploy', () => {
  // WHEN
  const document = read('docs/moving.md');

  // THEN
  expect(document.match(/^<!-- snippet: deploy\/apps\/moving-/gm)).toHaveLength(document.match(/^```ts$/gm)!.length);
  expect(withSnippets(document, read)).toBe(document);
});

test('the tests that docs/moving.md names are there', () => {
  // WHEN
  const tests = [...read('docs/moving.md').matchAll(/\(\.\.\/(deploy\/tests\/\S+)\)/g)].map(([, path]) => path);

  // THEN
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
});
