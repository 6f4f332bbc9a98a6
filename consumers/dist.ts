import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const REPOSITORY = resolve(__dirname, '..');

/** The one entry of a folder in `dist/` whose name matches. Two would mean that one of them is stale. */
export function packed(folder: string, pattern: RegExp): string {
  const parent = join(REPOSITORY, 'dist', folder);
  const entries = readdirSync(parent).filter((entry) => pattern.test(entry));
  if (entries.length !== 1) {
    throw new Error(
      `${relative(REPOSITORY, parent)} holds [${entries.join(', ')}], expected one name like ${pattern}; empty ` +
        'dist/ and pack again',
    );
  }
  return join(parent, entries[0]);
}
