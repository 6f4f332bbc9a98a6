import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

export function inRepository(...path: string[]): string {
  return join(ROOT, ...path);
}

/** What the compilation makes: the library, and the function that it brings along. */
const BUILT = ['lib', 'assets'];

/** Refuses to measure a build that is missing or older than its source: the numbers would be those of other code. */
export function requireFreshBuild(): void {
  const stale = BUILT.find(
    (directory) => !existsSync(inRepository(directory)) || lastChange('src') > lastChange(directory),
  );
  if (stale !== undefined) {
    throw new Error(`${stale}/ is missing or older than src/, expected what would ship; run npx projen compile`);
  }
}

/**
 * A digest of all that was built. Taken before and after a run it tells whether every sample measured the same code: a
 * build in another terminal would otherwise mix two versions in one table, and nothing in the numbers would show it.
 */
export function digestOfBuild(): string {
  const digest = createHash('sha256');
  BUILT.flatMap(filesOf)
    .sort()
    .forEach((file) => digest.update(file).update('\0').update(readFileSync(file)));
  return digest.digest('hex');
}

export function lastChange(directory: string): number {
  return Math.max(...filesOf(directory).map((file) => statSync(file).mtimeMs));
}

function filesOf(directory: string): string[] {
  return readdirSync(inRepository(directory), { recursive: true })
    .map((file) => inRepository(directory, String(file)))
    .filter((file) => statSync(file).isFile());
}
