import { join } from 'node:path';
import { INSTALLATION } from './install-embedded-aws';
import { installOnce, installPythonPackages } from './install-once';

/** The folder with the program that starts moto's server, and with the list of its packages. */
export const MOTO = join(__dirname, 'moto');

const FOLDER = join(INSTALLATION, 'moto');
const VIRTUAL_ENVIRONMENT = join(FOLDER, 'python');

/** The Python that has moto. */
export const MOTO_PYTHON = join(VIRTUAL_ENVIRONMENT, 'bin', 'python');

/**
 * Installs moto's server into the emulator's folder, and so after it: a new state of that removes the folder.
 *
 * The list is that of `pip install moto Flask flask-cors`. The extra `moto[server]` would add cfn-lint, Docker's client
 * and more for services that no test uses.
 */
export async function installMoto(progress: (line: string) => void): Promise<void> {
  const requirements = join(MOTO, 'requirements.txt');
  await installOnce(FOLDER, { requirements }, () => installPythonPackages(VIRTUAL_ENVIRONMENT, requirements, progress));
}
