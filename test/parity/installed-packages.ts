import { join } from 'node:path';

const REPOSITORY = join(__dirname, '..', '..');

/** Where the tests' packages are installed: beside the sources, or where scripts/installed-tests.config.cjs says. */
const { INSTALLED_PACKAGES } = process.env;

export function packageFolder(name: 'aws-cdk-lib' | 'cdk-iam-access-key'): string {
  if (INSTALLED_PACKAGES) {
    return join(INSTALLED_PACKAGES, 'node_modules', name);
  }
  return name === 'cdk-iam-access-key' ? REPOSITORY : join(REPOSITORY, 'node_modules', name);
}
