import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { packed } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { typescript as versions } from '../versions.json';

export const typescript = new ExampleConsumer({
  language: 'typescript',
  tools: ['node', 'npm'],
  cdkVersion: versions['aws-cdk-lib'],

  // Node.js looks for modules in the folders around an app, too.
  async install(examples, cdkVersion, example) {
    const tarball = packed('js', /\.tgz$/);
    await cp(join(example.folder, 'package.json'), join(examples.folder, 'package.json'));
    await examples.run(
      'npm',
      'install',
      '--no-audit',
      '--no-fund',
      tarball,
      `aws-cdk-lib@${cdkVersion}`,
      `constructs@${versions.constructs}`,
    );
  },

  async build(example) {
    await example.run('npm', 'run', 'build');
  },

  async checkApi(example) {
    await cp(join(__dirname, 'api-check'), example.folder, { recursive: true });
    await example.run('npm', 'run', 'build');
    return example.tryRun('npx', 'tsx', 'api-check.ts');
  },
});
