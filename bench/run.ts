import { writeFileSync } from 'node:fs';
import { describeEnvironment } from './environment';
import { Bench, Finding, Measurement } from './measurement';
import { apiCalls } from './measurements/api-calls';
import { coldStart } from './measurements/cold-start';
import { functionSize } from './measurements/function-size';
import { importTime } from './measurements/import-time';
import { packageSize } from './measurements/package-size';
import { secretSynthesisTime } from './measurements/secret-synthesis-time';
import { stackSize } from './measurements/stack-size';
import { synthesisTime } from './measurements/synthesis-time';
import { installPeer, PEPPERIZE } from './peers';
import { readableJson } from './report/json';
import { markdownReport } from './report/markdown';
import { targetTable } from './report/targets';
import { plainTable } from './report/terminal';
import { digestOfBuild, inRepository, requireFreshBuild } from './repository';
import { installEmbeddedAws } from '../deploy/install-embedded-aws';

/** What takes long comes late, so that a failure of the others does not. */
const measurements: Measurement[] = [
  stackSize,
  functionSize,
  apiCalls,
  coldStart,
  secretSynthesisTime,
  synthesisTime,
  importTime,
  packageSize,
];

/**
 * Runs every measurement. A missed target is reported and fails nothing: timings of a shared machine are no test.
 *
 * With `--quick` nothing is written, as a handful of samples must not replace the numbers of a whole run.
 */
async function main(quick: boolean): Promise<void> {
  requireFreshBuild();
  const build = digestOfBuild();
  const started = performance.now();
  const bench: Bench = { quick, progress: (line) => console.log(`${elapsed(started)}  ${line}`) };

  bench.progress('Installs what is missing');
  await installPeer(PEPPERIZE, bench.progress);
  await installEmbeddedAws(() => undefined);

  const findings: Record<string, Finding> = {};
  for (const measurement of measurements) {
    bench.progress(measurement.title);
    findings[measurement.title] = await measurement.run(bench);
    if (digestOfBuild() !== build) {
      throw new Error(
        `lib/ or assets/ was built anew during '${measurement.title}', expected one build for all samples` +
          '; nothing was written, run the benchmark again',
      );
    }
  }

  for (const [title, { tables }] of Object.entries(findings)) {
    console.log(`\n${title}\n\n${tables.map(plainTable).join('\n\n')}`);
  }
  console.log(`\nTargets\n\n${plainTable(targetTable(Object.values(findings).flatMap(({ targets }) => targets)))}\n`);
  console.log(quick ? 'A quick run, too few samples for a verdict: nothing was written.' : write(findings));
}

function write(findings: Readonly<Record<string, Finding>>): string {
  const environment = describeEnvironment();
  const results = Object.fromEntries(
    Object.entries(findings).map(([title, { targets, data }]) => [
      title,
      {
        targets: targets.map(({ name, limit, measured }) => ({
          name,
          limit,
          ...measured,
          met: measured.value <= limit,
        })),
        data,
      },
    ]),
  );
  const files = {
    'bench/results.json': readableJson({ environment, results }),
    'docs/benchmarks.md': markdownReport(environment, findings),
  };
  Object.entries(files).forEach(([file, text]) => writeFileSync(inRepository(file), text));
  return `Written: ${Object.keys(files).join(', ')}`;
}

function elapsed(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s`;
}

void main(process.argv.includes('--quick'));
