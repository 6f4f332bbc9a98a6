import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { packed } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { typescript as versions } from '../versions.json';

export const typescript = new ExampleConsumer({
  language: 'typescript',
  tools: ['node', 'npm'],
  cdkVersion: versions['aws-cdk-lib'],

  async install(terminal, cdkVersion) {
    const tarball = packed('js', /\.tgz$/);
    await terminal.run('npm', 'install', '--no-audit', '--no-fund', tarball, `aws-cdk-lib@${cdkVersion}`, `constructs@${versions.constructs}`);
    await terminal.run('npm', 'run', 'build');
  },

  async checkApi(terminal) {
    await cp(join(__dirname, 'api-check.ts'), join(terminal.folder, 'api-check.ts'));
    await terminal.run('npm', 'run', 'build');
    return terminal.tryRun('npx', 'tsx', 'api-check.ts');
  },
});
