/**
 * `npm run integ`: deploys each `test/integ.*.ts` to the account of your AWS credentials, and destroys it, whatever became of it.
 *
 * The files follow the conventions of integ-runner: their assertions are custom resources of the deployment, which fails with
 * them. The CDK CLI deploys them here, since no integ-runner to be had reads the cloud assemblies of aws-cdk-lib 2.260.0.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

function cdk(command: string, test: string, ...options: string[]): boolean {
  const output = mkdtempSync(join(tmpdir(), 'integ-'));
  try {
    const app = `npx tsx ${join('test', test)}`;
    const { status } = spawnSync('npx', ['cdk', command, '--all', '--app', app, '--output', output, ...options], { cwd: ROOT, stdio: 'inherit' });
    return status === 0;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function holds(test: string): boolean {
  console.log(`\n${test}: deploy`);
  const deployed = cdk('deploy', test, '--require-approval', 'never');
  console.log(`\n${test}: destroy`);
  const destroyed = cdk('destroy', test, '--force');
  return deployed && destroyed;
}

const tests = readdirSync(join(ROOT, 'test')).filter((file) => /^integ\..*\.ts$/.test(file));
const failed = tests.filter((test) => !holds(test));
failed.forEach((test) => console.error(`FAILED ${test}`));
console.log(`\n${tests.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
