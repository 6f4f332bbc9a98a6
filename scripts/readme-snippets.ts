/**
 * Copies the marked region of each example app into README.md, so that what people read is what the tests run.
 *
 * README.md marks a place by `<!-- snippet: FILE#NAME -->` before a code block; FILE marks the region by comment lines that
 * say `snippet:NAME` and `end-snippet`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PLACE = /(<!-- snippet: (\S+)#(\S+) -->\n```\w*\n)[\s\S]*?(```)/g;

export function region(source: string, name: string, file: string): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim().endsWith(`snippet:${name}`));
  const end = lines.findIndex((line, index) => index > start && line.trim().endsWith('end-snippet'));
  if (start < 0 || end < 0) {
    throw new Error(`${file} has no region '${name}': put it between comment lines 'snippet:${name}' and 'end-snippet'`);
  }
  return withoutIndent(lines.slice(start + 1, end)).join('\n');
}

function withoutIndent(lines: string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents)));
}

export function withSnippets(readme: string, read: (file: string) => string): string {
  return readme.replace(PLACE, (_block, head: string, file: string, name: string, tail: string) =>
    `${head}${region(read(file), name, file)}\n${tail}`);
}

if (require.main === module) {
  const root = join(__dirname, '..');
  const readme = join(root, 'README.md');
  const text = readFileSync(readme, 'utf8');
  writeFileSync(readme, withSnippets(text, (file) => readFileSync(join(root, file), 'utf8')));
}
