/**
 * `npm start`, `npm run consume`, `npm test` and `npx projen mutants`, once the project's own tools are installed
 * (scripts/fresh-clone.cjs).
 */
import { JobResult, Stage } from './job';
import { mutantJobs } from './mutants';
import { printLanguages, printTotals, printTroubles } from './report';
import { runStages } from './run-stages';
import { consumeStages, packageStages, testStages } from './stages';
import { consumers } from '../../consumers';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { missingTools } from '../../consumers/tools';
import { requireTools, standardOutput, story, storyOptions } from '../../deploy/story';

const COMMANDS: Record<string, () => Promise<void>> = { start, consume, test, mutants };

/** Builds the package, then deploys the documented example with it and prints each step. */
async function start(): Promise<void> {
  const options = storyOptions(process.argv.slice(3));
  requireTools(options);
  const results = await run(packageStages(options.language));
  if (results.every(({ checks }) => checks.every(({ outcome }) => outcome === 'passed'))) {
    console.log('');
    await story(options, standardOutput());
  } else {
    process.exitCode = 1;
  }
}

async function consume(): Promise<void> {
  announceMissingTools();
  const results = await run(consumeStages());
  printLanguages(results);
  finish(results);
}

async function test(): Promise<void> {
  announceMissingTools();
  finish(await run(testStages()));
}

/** The defects made by hand alone: of the subjects that are named, or of all. */
async function mutants(): Promise<void> {
  const subjects = process.argv.slice(3);
  finish(await run([mutantJobs(...subjects)]));
}

async function run(stages: Stage[]): Promise<JobResult[]> {
  const results = await runStages(stages);
  printTroubles(results);
  return results;
}

function finish(results: JobResult[]): void {
  const { failed } = printTotals(results);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Before the long work, so that a missing tool is reported first. */
function announceMissingTools(): void {
  for (const { language, tools } of consumers) {
    const missing = missingTools(tools);
    if (missing.length > 0) {
      console.log(
        `${language}: ${missing.join(' and ')} not found on the PATH, so it will be reported as not run. ` +
          'Install it to have it checked.',
      );
    }
  }
}

inTemporaryFolder(async (folder) => {
  // Whatever a tool leaves among its temporary files is gone with this folder.
  process.env.TMPDIR = folder;
  await COMMANDS[process.argv[2]]();
}).catch((error) => {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
