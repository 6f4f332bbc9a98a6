import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiGate } from '../../scripts/api-gate/gate';

const REPOSITORY = join(__dirname, '..', '..');

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'api-gate-test-'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(repository, 'node_modules'));
  cpSync(join(REPOSITORY, 'package.json'), join(repository, 'package.json'));
  writeFileSync(join(repository, '.compatignore'), '');
  writeAssembly(() => undefined);
  git('init', '--quiet', '--initial-branch', 'main');
  commit('the baseline');
});

afterEach(() => rmSync(repository, { recursive: true, force: true }));

test('the first commit has no baseline', () => {
  expect(apiGate(repository)).toEqual([]);
});

test('an unchanged API passes', () => {
  commit('nothing of note');

  expect(apiGate(repository)).toEqual([expect.objectContaining({ verdict: 'compatible' })]);
});

test('a new optional prop passes', () => {
  writeAssembly(({ props }) => props.push({ ...props.find(({ name }) => name === 'serial')!, name: 'zeal' }));
  commit('add a prop');

  expect(verdicts()).toEqual(['compatible']);
});

test('a removed member is a break, named by its key', () => {
  renameAccessKeyId();
  commit('rename a member');

  expect(apiGate(repository)).toEqual([
    expect.objectContaining({
      verdict: 'break',
      output: expect.stringContaining('[removed:cdk-iam-access-key.AccessKey.accessKeyId]'),
    }),
  ]);
});

test('a break that .compatignore acknowledges passes', () => {
  renameAccessKeyId();
  writeFileSync(join(repository, '.compatignore'), 'removed:cdk-iam-access-key.AccessKey.accessKeyId\n');
  commit('rename a member, knowingly');

  expect(verdicts()).toEqual(['compatible']);
});

test('a break is found against the last release, however many commits ago', () => {
  git('tag', 'v1.0.0');
  renameAccessKeyId();
  commit('rename a member');
  commit('another change');

  expect(verdicts()).toEqual(['break', 'compatible']);
});

test('a break is found against the branch point, however many commits ago', () => {
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  renameAccessKeyId();
  commit('rename a member');
  commit('another change');

  expect(verdicts()).toEqual(['break']);
});

test('a baseline that cannot be read is an error, neither a pass nor a break', () => {
  const good = readFileSync(join(repository, '.jsii'));
  writeFileSync(join(repository, '.jsii'), '{ "schema": "jsii/0.10.0" }');
  commit('a broken assembly');
  writeFileSync(join(repository, '.jsii'), good);
  commit('a good assembly');

  expect(verdicts()).toEqual(['broken']);
});

test('a package whose dependencies are not installed is an error', () => {
  commit('nothing of note');
  rmSync(join(repository, 'node_modules'));

  expect(verdicts()).toEqual(['broken']);
});

function verdicts(): string[] {
  return apiGate(repository).map(({ verdict }) => verdict);
}

interface Member {
  name: string;
}

function writeAssembly(change: (api: { props: Member[]; members: Member[] }) => void): void {
  const assembly = JSON.parse(readFileSync(join(REPOSITORY, '.jsii'), 'utf8'));
  change({
    props: assembly.types['cdk-iam-access-key.AccessKeyProps'].properties,
    members: assembly.types['cdk-iam-access-key.AccessKey'].properties,
  });
  writeFileSync(join(repository, '.jsii'), JSON.stringify(assembly));
}

function renameAccessKeyId(): void {
  writeAssembly(({ members }) => {
    members.find(({ name }) => name === 'accessKeyId')!.name = 'id';
  });
}

function commit(message: string): void {
  git('add', '.jsii', 'package.json', '.compatignore');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--allow-empty', '-m', message);
}

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: repository, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`git ${args[0]} failed: ${stderr}`);
  }
}
