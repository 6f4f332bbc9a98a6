import { spawnSync } from 'node:child_process';
import { Baseline } from './compare';

/**
 * The commits whose API must not be broken: what was last released, and what this change starts from.
 *
 * A change starts where its branch left the main branch. On the main branch itself that is the commit before. Never the
 * commit under test: it would be compared with itself.
 */
export function baselineCommits(repository: string): string[] {
  const head = git(repository, 'rev-parse', 'HEAD');
  const candidates = [
    git(repository, 'describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^'),
    startOfChange(repository, head),
  ];
  return [...new Set(candidates.filter((commit) => commit !== undefined))];
}

function startOfChange(repository: string, head: string | undefined): string | undefined {
  const forked = git(repository, 'merge-base', 'HEAD', 'origin/main');
  return forked !== undefined && forked !== head
    ? forked
    : git(repository, 'rev-parse', '--verify', '--quiet', 'HEAD^');
}

/** The API at a commit, or nothing if the commit is older than the committed assembly. */
export function baselineAt(repository: string, commit: string): Baseline | undefined {
  const assembly = git(repository, 'show', `${commit}:.jsii`);
  const manifest = git(repository, 'show', `${commit}:package.json`);
  return assembly !== undefined && manifest !== undefined ? { assembly, manifest } : undefined;
}

function git(repository: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return status === 0 ? stdout.trim() : undefined;
}
