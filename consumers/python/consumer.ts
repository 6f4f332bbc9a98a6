import { cp } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { packed } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { python as versions } from '../versions.json';

export const python = new ExampleConsumer({
  language: 'python',
  tools: ['python3'],
  cdkVersion: versions['aws-cdk-lib'],

  environment: (folder) => ({
    // What `source .venv/bin/activate` does.
    VIRTUAL_ENV: join(folder, '.venv'),
    PATH: [join(folder, '.venv', 'bin'), process.env.PATH].join(delimiter),
    PYTHONPATH: undefined,
  }),

  async install(terminal, cdkVersion) {
    const wheel = packed('python', /\.whl$/);
    await terminal.run('python3', '-m', 'venv', '.venv');
    // Compiling every module of aws-cdk-lib ahead takes a minute, and the programs here import few.
    await terminal.run('python3', '-m', 'pip', 'install', '--no-compile', '--requirement', 'requirements.txt', wheel, `aws-cdk-lib==${cdkVersion}`);
  },

  async checkApi(terminal) {
    await cp(join(__dirname, 'check_api.py'), join(terminal.folder, 'check_api.py'));
    return terminal.tryRun('python3', 'check_api.py');
  },
});
