import { availableParallelism } from 'node:os';
import { Listr } from 'listr2';
import { Job, JobResult, Stage } from './job';
import { REPOSITORY } from '../../consumers/dist';
import { Terminal } from '../../consumers/terminal';
import { missingTools } from '../../consumers/tools';

/** A stage whose job fails is the last: what follows needs what it should have made. */
export async function runStages(stages: Stage[]): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (const stage of stages) {
    const stageResults = await runStage(stage);
    results.push(...stageResults);
    if (stageResults.some(({ checks }) => checks.some(({ outcome }) => outcome === 'failed'))) {
      break;
    }
  }
  return results;
}

async function runStage(jobs: Stage): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const list = new Listr(
    jobs.map((job) => ({
      title: job.title,
      task: async (_context, task) => {
        const result = await runJob(job, (line) => {
          // Without a terminal each line would stay: there, a job's start and end are enough.
          if (process.stdout.isTTY) {
            task.output = line;
          }
        });
        results.push(result);
        task.title = `${job.title} (${summary(result)})`;
        if (result.checks.some(({ outcome }) => outcome === 'failed')) {
          throw new Error(`${job.title}: failed`);
        }
      },
    })),
    {
      concurrent: Math.min(2, availableParallelism()),
      exitOnError: false,
      collectErrors: false,
      fallbackRenderer: 'simple',
    },
  );
  await list.run();
  return results;
}

async function runJob(job: Job, progress: (line: string) => void): Promise<JobResult> {
  const start = Date.now();
  const checks = await checksOf(job, progress);
  return { job, checks, seconds: Math.round((Date.now() - start) / 1000) };
}

async function checksOf(job: Job, progress: (line: string) => void): Promise<JobResult['checks']> {
  const missing = missingTools(job.tools ?? []);
  if (missing.length > 0) {
    return [notRun(job, missing)];
  }
  try {
    return await job.run(new Terminal(REPOSITORY, {}, progress));
  } catch (error) {
    return [{ name: job.title, outcome: 'failed', detail: error instanceof Error ? error.message : String(error) }];
  }
}

/** CI must have every toolchain but the .NET SDK, which is not everywhere to be had. */
function notRun(job: Job, missing: string[]): JobResult['checks'][number] {
  const mayBeMissing = process.env.CI !== 'true' || missing.every((tool) => tool === 'dotnet');
  return { name: job.title, outcome: mayBeMissing ? 'not run' : 'failed', detail: `no ${missing.join(', no ')}` };
}

function summary({ checks, seconds }: JobResult): string {
  const count = (wanted: string) => checks.filter(({ outcome }) => outcome === wanted).length;
  const counts = [
    ['passed', count('passed')],
    ['failed', count('failed')],
    ['not run', count('not run')],
  ] as const;
  return [
    ...counts.filter(([, number]) => number > 0).map(([what, number]) => `${number} ${what}`),
    `${seconds} s`,
  ].join(', ');
}
