import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUIET_JSII } from '../../consumers/terminal';

/**
 * `broken` is a gate without a result: it must never be taken for either of the others.
 */
export interface Comparison {
  readonly verdict: 'compatible' | 'break' | 'broken';
  readonly output: string;
}

/** An assembly and the manifest that belongs to it. */
export interface Baseline {
  readonly assembly: string;
  readonly manifest: string;
}

/**
 * Compares the built assembly in a folder with a baseline, by jsii-diff.
 *
 * The baseline is written into a folder *inside* the repository, so that jsii-diff finds the baseline's dependencies.
 * Breaks whose keys stand in `.compatignore` are acknowledged. A break of an experimental API is a break, too:
 * jsii-diff lets it pass unless it is told otherwise.
 */
export function compareWithBaseline(repository: string, baseline: Baseline): Comparison {
  if (!hasTypes(baseline.assembly)) {
    return { verdict: 'broken', output: 'the baseline is no jsii assembly with types in it\n' };
  }
  const folder = mkdtempSync(join(repository, '.api-gate-'));
  try {
    writeFileSync(join(folder, '.jsii'), baseline.assembly);
    writeFileSync(join(folder, 'package.json'), baseline.manifest);
    return runJsiiDiff(repository, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** jsii-diff takes an assembly without types for one that promises nothing, and every change for compatible. */
function hasTypes(assembly: string): boolean {
  try {
    return Object.keys(JSON.parse(assembly).types).length > 0;
  } catch {
    return false;
  }
}

function runJsiiDiff(repository: string, baselineFolder: string): Comparison {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [
      require.resolve('jsii-diff/bin/jsii-diff'),
      baselineFolder,
      repository,
      '--keys',
      '--error-on',
      'all',
      '--ignore-file',
      join(repository, '.compatignore'),
    ],
    { cwd: repository, encoding: 'utf8', env: { ...process.env, ...QUIET_JSII } },
  );
  const output = `${stdout}${stderr}${error ?? ''}`;
  return { verdict: verdictOf(status, output), output };
}

/** jsii-diff ends with 1 for a break, which it names, and with 1 or anything else when it fails itself. */
function verdictOf(status: number | null, output: string): Comparison['verdict'] {
  if (status === 0) {
    return 'compatible';
  }
  return status === 1 && /^err\s+-/m.test(output) ? 'break' : 'broken';
}
