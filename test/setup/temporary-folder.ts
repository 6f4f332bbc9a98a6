import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Every synthesis makes a cloud assembly in the folder for temporary files: this run's own, which is gone when it ends.
 */
export default function setUp(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'jest-'));
}

/** Jest's global teardown. */
export function tearDown(): void {
  rmSync(process.env.TMPDIR!, { recursive: true, force: true });
}
