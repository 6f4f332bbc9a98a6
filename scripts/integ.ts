/**
 * `npm run integ`: deploys each `test/integ.*.ts` to the account of your AWS credentials, and destroys it, whatever
 * became of it.
 *
 * The files follow the conventions of integ-runner: their assertions are custom resources of the deployment, which
 * fails with them. The CDK CLI deploys them here, since no integ-runner to be had reads the cloud assemblies of
 * aws-cdk-lib 2.260.0.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../consumers/dist';
import { inTemporaryFolder } from '../consumers/temporary-folder';

async function cdk(command: string, test: string, ...options: string[]): Promise<boolean> {
  return inTemporaryFolder(async (output) => {
    const app = `npx tsx ${join('test', test)}`;
    const { status } = spawnSync('npx', ['cdk', command, '--all', '--app', app, '--output', output, ...options], {
      cwd: REPOSITORY,
      stdio: 'inherit',
    });
    return status === 0;
  });
}

async function holds(test: string): Promise<boolean> {
  console.log(`\n${test}: deploy`);
  const deployed = await cdk('deploy', test, '--require-approval', 'never');
  console.log(`\n${test}: destroy`);
  const destroyed = await cdk('destroy', test, '--force');
  return deployed && destroyed;
}

async function main(): Promise<void> {
  const tests = readdirSync(join(REPOSITORY, 'test')).filter((file) => /^integ\..*\.ts$/.test(file));
  const failed: string[] = [];
  for (const test of tests) {
    if (!(await holds(test))) {
      failed.push(test);
    }
  }
  failed.forEach((test) => console.error(`FAILED ${test}`));
  console.log(`\n${tests.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

void main();
