import { region, withSnippets } from '../../scripts/readme-snippets';

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
