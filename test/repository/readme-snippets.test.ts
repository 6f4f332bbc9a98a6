import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { region, withSnippets } from '../../scripts/readme-snippets';

const read = (file: string) => readFileSync(join(__dirname, '..', '..', file), 'utf8');

const PYTHON = 'import x\n\ndef main():\n    # snippet:example\n    a = 1\n    if a:\n        b()\n    # end-snippet\n    rest()\n';

test('a region is what stands between its marks, without their indent', () => {
  expect(region(PYTHON, 'example', 'app.py')).toBe('a = 1\nif a:\n    b()');
});

test('a region that is missing is an error that names the file and the remedy', () => {
  expect(() => region(PYTHON, 'other', 'app.py')).toThrow(
    "app.py has no region 'other': put it between comment lines 'snippet:other' and 'end-snippet'");
});

test('the code block after a mark is replaced, and nothing else', () => {
  const readme = 'a\n<!-- snippet: app.py#example -->\n```python\nstale\n```\nb\n```python\nkept\n```\n';

  const text = withSnippets(readme, () => PYTHON);

  expect(text).toBe('a\n<!-- snippet: app.py#example -->\n```python\na = 1\nif a:\n    b()\n```\nb\n```python\nkept\n```\n');
  expect(withSnippets(text, () => PYTHON)).toBe(text);
});

test('the samples of README.md are parts of the examples as they are now', () => {
  const readme = read('README.md');

  expect(readme).toContain('<!-- snippet: ');
  expect(withSnippets(readme, read)).toBe(readme);
});

test('the samples of docs/consumers.md stand in README.md, where they are compiled', () => {
  const samples = [...read('docs/consumers.md').matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, sample]) => sample);

  expect(samples).toHaveLength(1);
  expect(read('README.md')).toContain(samples[0]);
});
