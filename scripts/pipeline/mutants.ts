import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Job } from './job';
import { Check } from '../../consumers';
import { REPOSITORY } from '../../consumers/dist';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { Terminal } from '../../consumers/terminal';
import { Mutant, MUTANTS, withDefect } from '../../test/mutants';

type Subject = keyof typeof MUTANTS;

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
  ['test/handler/life-cycle/', '--testPathIgnorePatterns', 'decide-properties'],
  ['test/handler/life-cycle/decide-properties'],
];

const SUITES: Record<Subject, string[][]> = {
  'access-key': [...OF_ACCESS_KEY, ...OF_ROTATING_ACCESS_KEY],
  'rotating-access-key': [...OF_ROTATING_ACCESS_KEY, ...OF_ACCESS_KEY],
  'ses-smtp-credentials': [...OF_SES_SMTP_CREDENTIALS, ['test/handler/secret-format/']],
  handler: [['test/handler/', '--testPathIgnorePatterns', 'test/handler/life-cycle/']],
  // The table tests see most of them in seconds; the simulated AWS sees the rest.
  'life-cycle': [...OF_LIFE_CYCLE, ['test/properties/']],
};

/**
 * Proof that the tests work: each defect of `test/mutants/` is put into a copy of the sources, and must fail a test of
 * its subject.
 *
 * @param subjects which of them; all if none is named
 */
export function mutantJobs(...subjects: string[]): Job[] {
  const all = Object.keys(SUITES) as Subject[];
  const unknown = subjects.filter((subject) => !(all as string[]).includes(subject));
  if (unknown.length > 0) {
    throw new Error(`there are no defects of ${unknown.join(', ')}; name one of: ${all.join(', ')}`);
  }
  return all
    .filter((subject) => subjects.length === 0 || subjects.includes(subject))
    .map((subject) => findDefects(subject, SUITES[subject]));
}

/** `suites` are options of jest. One that finds the defect is enough; they run in turn. */
function findDefects(subject: Subject, suites: string[][]): Job {
  return {
    title: `Find the defects made by hand: ${subject}`,
    run: (terminal) =>
      inTemporaryFolder(async (folder) => {
        COPIED.forEach((entry) => cpSync(join(REPOSITORY, entry), join(folder, entry), { recursive: true }));
        // No test of the tables may be the one that fails.
        rmSync(join(folder, 'test', 'mutants'), { recursive: true });
        symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
        const copy = terminal.in(folder);
        const checks: Check[] = [];
        // One copy for all: jest then compiles only what a defect changes.
        for (const mutant of MUTANTS[subject]) {
          copy.progress(mutant.claim);
          checks.push({ name: `a test holds: ${mutant.claim}`, ...(await findDefect(copy, folder, mutant, suites)) });
        }
        return checks;
      }),
  };
}

async function findDefect(
  copy: Terminal,
  folder: string,
  mutant: Mutant,
  suites: string[][],
): Promise<Pick<Check, 'outcome' | 'detail'>> {
  const file = join(folder, mutant.file);
  const source = readFileSync(file, 'utf8');
  try {
    writeFileSync(file, withDefect(source, mutant));
    return await outcome(copy, mutant.test === undefined ? suites : [[mutant.test], ...suites]);
  } catch (error) {
    return { outcome: 'failed', detail: (error as Error).message };
  } finally {
    writeFileSync(file, source);
  }
}

/** A test must have failed. A suite that cannot start proves nothing, and jest then counts no failed test. */
async function outcome(copy: Terminal, suites: string[][]): Promise<Pick<Check, 'outcome' | 'detail'>> {
  const failures: string[] = [];
  for (const suite of suites) {
    // Not with --bail: jest then exits before all that it has said is written, the number of failed tests included.
    const { exit, failure } = await copy.tryRun(
      process.execPath,
      join(REPOSITORY, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--ci',
      '--silent',
      '--maxWorkers=1',
      '--coverage=false',
      ...suite,
    );
    if (exit !== 0 && /^Tests: +[1-9]\d* failed/m.test(failure)) {
      return { outcome: 'passed' };
    }
    failures.push(failure);
  }
  return { outcome: 'failed', detail: failures.join('\n') };
}
