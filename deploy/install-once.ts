import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Terminal } from '../consumers/terminal';

/**
 * Makes a folder with tools once for each state of what it is made from: lists of packages, and versions beside them.
 *
 * The stamp is written last, so that a half-made folder is made anew.
 */
export async function installOnce(
  folder: string,
  madeFrom: { requirements: string; versions?: string },
  make: () => Promise<void>,
): Promise<void> {
  const stamp = join(folder, 'installed');
  const wanted = createHash('sha256')
    .update(await readFile(madeFrom.requirements))
    .update(madeFrom.versions ?? '')
    .digest('hex');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) {
    return;
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await make();
  await writeFile(stamp, wanted);
}

/** Makes a virtual environment of Python with the packages of a requirements file. */
export async function installPythonPackages(
  virtualEnvironment: string,
  requirements: string,
  progress: (line: string) => void,
): Promise<void> {
  const terminal = new Terminal(join(virtualEnvironment, '..'), { PYTHONPATH: undefined }, progress);
  await terminal.run('python3', '-m', 'venv', virtualEnvironment);
  await terminal.run(
    join(virtualEnvironment, 'bin', 'python'),
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  );
}
