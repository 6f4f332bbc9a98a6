import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents, region, withSnippets } from '../../scripts/readme-snippets';

const read = (file: string) => readFileSync(join(__dirname, '..', '..', file), 'utf8');

const PYTHON =
  'import x\n\ndef main():\n    # snippet:example\n    a = 1\n    if a:\n        b()\n    # end-snippet\n    rest()\n';

test('a region is the text between its marks, without their indent', () => {
  expect(region(PYTHON, 'example', 'app.py')).toBe('a = 1\nif a:\n    b()');
});

test('a region that is missing is an error that names the file and the remedy', () => {
  expect(() => region(PYTHON, 'other', 'app.py')).toThrow(
    "app.py has no region 'other': put it between comment lines 'snippet:other' and 'end-snippet'",
  );
});

test('the code block after a mark is replaced, and nothing else', () => {
  const readme = 'a\n<!-- snippet: app.py#example -->\n```python\nstale\n```\nb\n```python\nkept\n```\n';

  const text = withSnippets(readme, () => PYTHON);

  expect(text).toBe(
    'a\n<!-- snippet: app.py#example -->\n```python\na = 1\nif a:\n    b()\n```\nb\n```python\nkept\n```\n',
  );
  expect(withSnippets(text, () => PYTHON)).toBe(text);
});

test('a mark without a name stands for the whole file, without the comments that mark its regions', () => {
  const document = '<!-- snippet: app.py -->\n```python\n```\n';

  const text = withSnippets(document, () => PYTHON);

  expect(text).toBe(
    '<!-- snippet: app.py -->\n```python\nimport x\n\ndef main():\n    a = 1\n    if a:\n        b()\n    ' +
      'rest()\n```\n',
  );
});

test('a comment of XML marks a region, too', () => {
  expect(region('<a>\n  <!-- snippet:b -->\n  <b/>\n  <!-- end-snippet -->\n</a>\n', 'b', 'pom.xml')).toBe('<b/>');
});

test.each(['README.md', 'docs/python.md', 'docs/java.md', 'docs/go.md', 'docs/csharp.md'])(
  '%s has snippets',
  (document) => {
    expect(documents()).toContain(document);
    expect(read(document)).toContain('<!-- snippet: ');
  },
);

test.each(documents())('the snippets of %s are parts of the files as they are now', (document) => {
  const text = read(document);

  expect(withSnippets(text, read)).toBe(text);
});

/** Other languages' blocks are commands, or files that an operator writes. */
test.each(['docs/python.md', 'docs/java.md', 'docs/go.md', 'docs/csharp.md'])(
  '%s has no code but that of files that run',
  (document) => {
    const blocks = [...read(document).matchAll(/^(.*)\n```(\w+)[^]*?^```$/gm)].filter(
      ([, , language]) => language !== 'sh',
    );

    expect(blocks.filter(([, before]) => !before.startsWith('<!-- snippet: '))).toEqual([]);
  },
);

test('the samples of docs/clients.md stand in README.md, where they are compiled', () => {
  const samples = [...read('docs/clients.md').matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, sample]) => sample);

  expect(samples).toHaveLength(1);
  expect(read('README.md')).toContain(samples[0]);
});
