import { join } from 'node:path';
import { INSTALLATION } from './install-embedded-aws';
import { installOnce, installPythonPackages } from './install-once';

const FOLDER = join(INSTALLATION, 'aws-cli');
const VIRTUAL_ENVIRONMENT = join(FOLDER, 'python');

/** The `aws` of the AWS CLI: version 1 from PyPI, or another one, such as version 2, that the environment names. */
export const AWS_CLI = process.env.AWS_CLI_UNDER_TEST ?? join(VIRTUAL_ENVIRONMENT, 'bin', 'aws');

/** Installs the AWS CLI into the emulator's folder, and so after it: a new state of that removes the folder. */
export async function installAwsCli(progress: (line: string) => void): Promise<void> {
  const requirements = join(__dirname, 'recipes', 'requirements.txt');
  await installOnce(FOLDER, { requirements }, () => installPythonPackages(VIRTUAL_ENVIRONMENT, requirements, progress));
}
