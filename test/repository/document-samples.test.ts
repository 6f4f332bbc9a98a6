import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSnippets } from '../../scripts/readme-snippets';

const read = (file: string) => readFileSync(join(__dirname, '..', '..', file), 'utf8');

test.each(['docs/operations.md'])('the samples of %s are parts of the stacks that tests synthesize', (file) => {
  // WHEN
  const document = read(file);

  // THEN
  expect(document.match(/^<!-- snippet: test\/samples\//gm)).toHaveLength(document.match(/^```ts$/gm)!.length);
  expect(withSnippets(document, read)).toBe(document);
});
