import { cp } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { packed } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { python as versions } from '../versions.json';

export const python = new ExampleConsumer({
  language: 'python',
  tools: ['python3'],
  cdkVersion: versions['aws-cdk-lib'],

  environment: (examples) => ({
    // What `source .venv/bin/activate` does.
    VIRTUAL_ENV: join(examples, '.venv'),
    PATH: [join(examples, '.venv', 'bin'), process.env.PATH].join(delimiter),
    PYTHONPATH: undefined,
  }),

  async install(examples, cdkVersion, example) {
    const wheel = packed('python', /\.whl$/);
    const requirements = join(example.folder, 'requirements.txt');
    await examples.run('python3', '-m', 'venv', '.venv');
    // Compiling every module of aws-cdk-lib ahead takes a minute, and the programs here import few.
    await examples.run(
      'python3',
      '-m',
      'pip',
      'install',
      '--no-compile',
      '--requirement',
      requirements,
      wheel,
      `aws-cdk-lib==${cdkVersion}`,
    );
  },

  unitTests: {
    passed: /^=+ 3 passed in /,
    async run(example) {
      await example.run('python3', '-m', 'pip', 'install', '--requirement', 'requirements-dev.txt');
      return example.tryRun('python3', '-m', 'pytest');
    },
  },

  async checkApi(example) {
    await cp(join(__dirname, 'api_check'), join(example.folder, 'api_check'), { recursive: true });
    return example.tryRun('python3', '-m', 'api_check');
  },
});
