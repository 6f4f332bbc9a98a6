import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Job } from './job';
import { REPOSITORY } from '../../consumers/dist';

/**
 * Two jobs: one before a build, one after it, which fails if the build changed a file that git tracks or would track.
 *
 * So a generated file that is stale in a commit is found, and so is a build that is not repeatable.
 */
export function unchangedFiles(): { before: Job; after: Job } {
  let remembered: Map<string, string>;
  return {
    before: {
      title: 'Remember the committed files',
      run: async () => {
        remembered = fingerprints();
        return [];
      },
    },
    after: {
      title: 'A fresh build changes no committed file',
      run: async () => {
        const changed = changedFiles(remembered, fingerprints());
        if (changed.length > 0) {
          throw new Error(`the build changed ${changed.join(', ')}: read the changes (git diff), then commit them`);
        }
        return [{ name: 'a fresh build changes no committed file', outcome: 'passed' }];
      },
    },
  };
}

export function changedFiles(before: Map<string, string>, after: Map<string, string>): string[] {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files].filter((file) => before.get(file) !== after.get(file)).sort();
}

function fingerprints(): Map<string, string> {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  const files = stdout.split('\0').filter((file) => file !== '' && existsSync(join(REPOSITORY, file)));
  return new Map(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(REPOSITORY, file)))
        .digest('hex'),
    ]),
  );
}
