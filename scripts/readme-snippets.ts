/**
 * Copies the marked regions of files that the tests run into README.md and docs/*.md, so that people read what runs.
 *
 * A document marks a place by `<!-- snippet: FILE#NAME -->` before a code block; FILE marks the region by comment lines
 * that say `snippet:NAME` and `end-snippet`. `<!-- snippet: FILE -->` stands for the whole file without these lines.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

const PLACE = /(<!-- snippet: ([^\s#]+)(?:#(\S+))? -->\n```[^\n]*\n)[\s\S]*?(```)/g;

/** The documents with code blocks, relative to the root. */
export function documents(): string[] {
  return [
    'README.md',
    ...readdirSync(join(ROOT, 'docs'))
      .filter((file) => file.endsWith('.md'))
      .sort()
      .map((file) => `docs/${file}`),
  ];
}

export function region(source: string, name: string, file: string): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => markOf(line).endsWith(`snippet:${name}`));
  const end = lines.findIndex((line, index) => index > start && isEnd(line));
  if (start < 0 || end < 0) {
    throw new Error(
      `${file} has no region '${name}': put it between comment lines 'snippet:${name}' and 'end-snippet'`,
    );
  }
  return withoutIndent(lines.slice(start + 1, end)).join('\n');
}

function wholeFile(source: string): string {
  return source
    .split('\n')
    .filter((line) => !/\bsnippet:\S+$/.test(markOf(line)) && !isEnd(line))
    .join('\n')
    .trim();
}

function isEnd(line: string): boolean {
  return markOf(line).endsWith('end-snippet');
}

/** A comment of XML ends after its text. */
function markOf(line: string): string {
  return line.replace(/\s*(-->)?\s*$/, '');
}

function withoutIndent(lines: string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents)));
}

export function withSnippets(document: string, read: (file: string) => string): string {
  return document.replace(
    PLACE,
    (_block, head: string, file: string, name: string | undefined, tail: string) =>
      `${head}${name === undefined ? wholeFile(read(file)) : region(read(file), name, file)}\n${tail}`,
  );
}

if (require.main === module) {
  for (const document of documents().map((file) => join(ROOT, file))) {
    const text = readFileSync(document, 'utf8');
    writeFileSync(
      document,
      withSnippets(text, (file) => readFileSync(join(ROOT, file), 'utf8')),
    );
  }
}
