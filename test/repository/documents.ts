import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

const markdownIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => join(folder, file));

/** The documents that are written by hand, relative to the root. */
export const DOCUMENTS = [
  ...markdownIn('.').filter((file) => file !== 'API.md'),
  ...markdownIn('docs'),
  ...markdownIn('docs/adr'),
];

export function textOf(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

/** A document without its blocks of code, which have other rules. */
export function withoutCodeBlocks(markdown: string): string {
  return markdown.replace(/^(```+)[^\n]*\n[^]*?^\1$/gm, '');
}

/** What GitHub makes of a heading. */
export function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** Every place of a document that a link can lead to. */
export function anchorsOf(markdown: string): Set<string> {
  const headings = [...withoutCodeBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    slugOf(withoutLinks(heading)),
  );
  const anchors = new Set<string>();
  for (const slug of headings) {
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number++) {
      anchor = `${slug}-${number}`;
    }
    anchors.add(anchor);
  }
  const named = [...markdown.matchAll(/<a (?:name|id)="([^"]*)"/g)].map(([, name]) => name);
  return new Set([...anchors, ...named]);
}

/** A link, a picture or a tag in a heading counts with its text alone. */
function withoutLinks(heading: string): string {
  return heading.replace(/<[^>]*>/g, '').replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/**
 * The lines of prose of a document, with their numbers: without blocks of code, code within a line, comments and the
 * targets of links.
 */
export function proseOf(markdown: string): [line: number, text: string][] {
  return markdown
    .replace(/^(```+)[^]*?^\1$/gm, (block) => block.replace(/[^\n]/g, ''))
    .split('\n')
    .map((line) =>
      line
        .replace(/`[^`]*`/g, 'X')
        .replace(/\]\([^)]*\)/g, ']')
        .replace(/<!--.*?-->/g, ''),
    )
    .map((line, index): [number, string] => [index + 1, line])
    .filter(([, line]) => line.trim() !== '');
}
