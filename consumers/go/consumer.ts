import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { packed } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { go as versions } from '../versions.json';

const CDK_MODULE = 'github.com/aws/aws-cdk-go/awscdk/v2';
const OWN_MODULE = 'github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey';

export const go = new ExampleConsumer({
  language: 'go',
  tools: ['go'],
  cdkVersion: versions['aws-cdk-lib'],

  // A workspace or a -mod flag of the machine would decide what is installed.
  environment: () => ({ GOFLAGS: '', GOWORK: 'off' }),

  async build(example, cdkVersion) {
    const module = packed('go', /^cdkiamaccesskey$/);
    await example.run('go', 'mod', 'edit', `-require=${CDK_MODULE}@v${cdkVersion}`, `-replace=${OWN_MODULE}=${module}`);
    await example.run('go', 'mod', 'tidy');
    await example.run('go', 'build', '-o', process.platform === 'win32' ? 'NUL' : '/dev/null', '.');
  },

  unitTests: {
    passed: /^--- PASS: TestPanicsIfTheSerialIsNegative /,
    run: async (example) => example.tryRun('go', 'test', '-v', '.'),
  },

  async checkApi(example) {
    await cp(join(__dirname, 'api-check'), join(example.folder, 'api-check'), { recursive: true });
    return example.tryRun('go', 'run', './api-check');
  },
});
