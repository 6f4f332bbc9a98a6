import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jestChecks } from './jest-job';
import { Job } from './job';
import { REPOSITORY } from './repository';
import { Terminal } from '../../consumers/terminal';

export interface CdkVersions {
  readonly 'aws-cdk-lib': string;
  readonly 'constructs': string;
}

/** Runs the tests of the library against the packed tarball, installed beside one version of aws-cdk-lib. */
export function installedTests(which: string, versions: CdkVersions): Job {
  const suite = `tarball on ${which} aws-cdk-lib ${versions['aws-cdk-lib']}`;
  return {
    title: `Test the ${suite}`,
    run: async (terminal) => {
      const folder = mkdtempSync(join(tmpdir(), 'installed-tests-'));
      try {
        await install(terminal, folder, versions);
        return await jestChecks(terminal.with({ INSTALLED_PACKAGES: folder }), suite, ['--config', 'scripts/installed-tests.config.cjs']);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** The versions that the library is compiled against, which are the lowest that it supports. */
export function floorVersions(): CdkVersions {
  return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).devDependencies;
}

async function install(terminal: Terminal, folder: string, versions: CdkVersions): Promise<void> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'installed-tests', private: true }));
  await terminal.run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', tarball(),
    `aws-cdk-lib@${versions['aws-cdk-lib']}`, `constructs@${versions.constructs}`);
}

function tarball(): string {
  const folder = join(REPOSITORY, 'dist', 'js');
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  if (tarballs.length !== 1) {
    throw new Error(`dist/js holds ${tarballs.length} tarballs, expected one: run npx projen package:js`);
  }
  return join(folder, tarballs[0]);
}
