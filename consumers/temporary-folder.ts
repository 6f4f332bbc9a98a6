import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleaningUpOnExit } from './clean-exit';

const REMOVAL = { recursive: true, force: true, maxRetries: 3 };

/**
 * Lends a new folder, which is gone afterwards whatever happens. The name is short, as Unix sockets inside it have a
 * limit.
 */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'consumer-'));
  try {
    return await cleaningUpOnExit(
      () => rmSync(folder, REMOVAL),
      () => use(folder),
    );
  } finally {
    await rm(folder, REMOVAL);
  }
}
