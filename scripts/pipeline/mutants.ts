import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Job } from './job';
import { Check } from '../../consumers';
import { REPOSITORY } from '../../consumers/dist';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { Terminal } from '../../consumers/terminal';

const PATCHES = join(REPOSITORY, 'test', 'mutants');
const COPIED = ['package.json', 'tsconfig.json', 'tsconfig.dev.json', '.jsii', 'assets', 'src', 'test'];

/** The tests of a subject, the quick ones that find most defects first. */
const OF_ACCESS_KEY = [['test/[a-z-]+\\.test'], ['test/parity/']];
const OF_ROTATING_ACCESS_KEY = [
  ['test/rotating-access-key/(template|members|refusals|sole-owner)'],
  ['test/rotating-access-key/(environments|metric-names|reading|secret|stack-sets)'],
  ['test/rotating-access-key/(nag|one-user)'],
];
const OF_SES_SMTP_CREDENTIALS = [['test/ses-smtp-credentials/']];
const OF_LIFE_CYCLE = [
  ['test/handler/life-cycle/', '--testPathIgnorePatterns', 'decide-properties'], ['test/handler/life-cycle/decide-properties'],
];

/** Proof that the tests work: each defect under `test/mutants/` is applied to a copy of the sources, and must fail a test of its subject. */
export const mutantJobs: Job[] = [
  findDefects('access-key', ...OF_ACCESS_KEY, ...OF_ROTATING_ACCESS_KEY),
  findDefects('rotating-access-key', ...OF_ROTATING_ACCESS_KEY, ...OF_ACCESS_KEY),
  findDefects('ses-smtp-credentials', ...OF_SES_SMTP_CREDENTIALS, ['test/handler/payload/']),
  findDefects('handler', ['test/handler/', '--testPathIgnorePatterns', 'test/handler/life-cycle/']),
  // The table tests see most of them in seconds; the simulated world sees the rest.
  findDefects('life-cycle', ...OF_LIFE_CYCLE, ['test/properties/']),
];

/** `suites` are options of jest. One that finds the defect is enough; they run in turn. */
function findDefects(subject: string, ...suites: string[][]): Job {
  return {
    title: `Find the defects made by hand: ${subject}`,
    tools: ['git'],
    run: (terminal) => inTemporaryFolder(async (folder) => {
      COPIED.forEach((entry) => cpSync(join(REPOSITORY, entry), join(folder, entry), { recursive: true }));
      symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
      const copy = terminal.in(folder);
      const checks: Check[] = [];
      // One copy for all: jest then compiles only what a defect changes.
      for (const patch of readdirSync(join(PATCHES, subject)).filter((file) => file.endsWith('.patch')).sort()) {
        checks.push(await findDefect(copy, join(subject, patch), suites));
      }
      return checks;
    }),
  };
}

async function findDefect(copy: Terminal, patch: string, suites: string[][]): Promise<Check> {
  const name = `the defect '${basename(patch, '.patch')}' fails a test`;
  copy.progress(patch);
  const file = join(PATCHES, patch);
  const applied = await copy.tryRun('git', 'apply', '--verbose', file);
  if (applied.exit !== 0) {
    return { name, outcome: 'failed', detail: `write the patch anew: ${applied.failure}` };
  }
  const found = await outcome(copy, [...testNamedIn(file), ...suites]);
  await copy.run('git', 'apply', '--reverse', file);
  return { name, ...found };
}

/** The test that most likely finds the defect, as the patch says. It takes seconds; all others follow if it does not fail. */
function testNamedIn(patch: string): string[][] {
  const [, test] = /^Test: (.+)$/m.exec(readFileSync(patch, 'utf8')) ?? [];
  return test === undefined ? [] : [[test]];
}

/** A test must have failed. A suite that cannot start proves nothing, and jest then counts no failed test. */
async function outcome(copy: Terminal, suites: string[][]): Promise<Pick<Check, 'outcome' | 'detail'>> {
  const failures: string[] = [];
  for (const suite of suites) {
    // Not with --bail: jest then exits before all that it has said is written, the number of failed tests included.
    const { exit, failure } = await copy.tryRun(
      process.execPath, join(REPOSITORY, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--ci', '--silent', '--maxWorkers=1', '--coverage=false', ...suite,
    );
    if (exit !== 0 && /^Tests: +[1-9]\d* failed/m.test(failure)) {
      return { outcome: 'passed' };
    }
    failures.push(failure);
  }
  return { outcome: 'failed', detail: failures.join('\n') };
}
