import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jestChecks } from './jest-job';
import { Job } from './job';
import { packed, REPOSITORY } from '../../consumers/dist';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { Terminal } from '../../consumers/terminal';

export interface CdkVersions {
  readonly 'aws-cdk-lib': string;
  readonly constructs: string;
}

/** Runs the tests of the library against the packed tarball, installed beside one version of aws-cdk-lib. */
export function installedTests(which: string, versions: CdkVersions): Job {
  const suite = `tarball on ${which} aws-cdk-lib ${versions['aws-cdk-lib']}`;
  return {
    title: `Test the ${suite}`,
    run: (terminal) =>
      inTemporaryFolder(async (folder) => {
        await install(terminal, folder, versions);
        return jestChecks(terminal.with({ INSTALLED_PACKAGES: folder }), suite, [
          '--config',
          'scripts/installed-tests.config.cjs',
        ]);
      }),
  };
}

/** The versions that the library is compiled against, which are the lowest that it supports. */
export function floorVersions(): CdkVersions {
  return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).devDependencies;
}

async function install(terminal: Terminal, folder: string, versions: CdkVersions): Promise<void> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'installed-tests', private: true }));
  await terminal.run(
    'npm',
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    packed('js', /\.tgz$/),
    `aws-cdk-lib@${versions['aws-cdk-lib']}`,
    `constructs@${versions.constructs}`,
  );
}
