import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JobResult } from './job';
import { Check, consumers } from '../../consumers';
import { REPOSITORY } from '../../consumers/dist';

/** Each failure with the end of its tool's output, and each check that was not run with the reason. */
export function printTroubles(results: JobResult[]): void {
  const checks = results.flatMap((result) => result.checks);
  for (const { name, detail } of checks.filter(({ outcome }) => outcome === 'failed')) {
    console.log(`\nFAILED  ${name}\n${indented(detail)}`);
  }
  for (const { name, detail } of checks.filter(({ outcome }) => outcome === 'not run')) {
    console.log(`NOT RUN ${name}: ${detail}`);
  }
}

const GOLDEN = join(REPOSITORY, 'consumers', 'golden');

/** The table that `npm start` closes with: what each language's users get. */
export function printLanguages(results: JobResult[]): void {
  const rows = consumers.map(({ language, cdkVersion }) => {
    const result = results.find(({ job }) => job.language === language);
    return [language, cdkVersion, verdict(result?.checks), result ? `${result.seconds} s` : ''];
  });
  console.log(`\n${table([['language', 'aws-cdk-lib', 'documented example and API', 'time'], ...rows])}`);
  console.log('\nThe one template of each example that every language renders:');
  readdirSync(GOLDEN)
    .sort()
    .forEach((file) => console.log(`  consumers/golden/${file} (sha256 ${hashOf(join(GOLDEN, file)).slice(0, 16)})`));
}

/** The summary in one line, for developers and for CI. */
export function printTotals(results: JobResult[]): { failed: number } {
  const checks = results.flatMap((result) => result.checks);
  const count = (wanted: Check['outcome']) => checks.filter(({ outcome }) => outcome === wanted).length;
  if (count('not run') > 0) {
    console.log(`\n${count('not run')} checks were NOT RUN, and so are neither passed nor failed.`);
  }
  console.log(`\n${count('passed')} passed, ${count('failed')} failed`);
  return { failed: count('failed') };
}

function verdict(checks: Check[] = []): string {
  if (checks.some(({ outcome }) => outcome === 'failed')) {
    return 'FAILED';
  }
  const notRun = checks.find(({ outcome }) => outcome === 'not run');
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  const parts = [passed > 0 ? `${passed} checks passed` : '', notRun ? `not run: ${notRun.detail}` : ''].filter(
    (part) => part !== '',
  );
  return parts.length > 0 ? parts.join('; ') : 'not reached';
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function table(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function indented(text = ''): string {
  return text.replace(/^/gm, '    ');
}
