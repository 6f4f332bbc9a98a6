import { Check } from './consumer';
import { CommandResult } from './terminal';

/** The check that stands for all checks that a dead program never made. */
export const COMPLETION = 'API: the check program runs to its end';

/**
 * The checks that a program printed as TAP lines (`ok 1 - name`, or `not ok 2 - name` followed by `# reason`, and the
 * plan `1..2`).
 *
 * One more check compares the plan with the lines and the exit code, so that a program that dies is never fewer checks.
 */
export function parseTap(program: CommandResult): Check[] {
  const checks = program.standardOutput.flatMap((line, index, lines): Check[] => {
    const [, failed, name] = /^(not )?ok \d+ - (.+)$/.exec(line) ?? [];
    if (name === undefined) {
      return [];
    }
    return [
      failed
        ? { name: `API: ${name}`, outcome: 'failed', detail: reasonAfter(lines, index) }
        : { name: `API: ${name}`, outcome: 'passed' },
    ];
  });
  return [...checks, completion(program, checks)];
}

function completion(program: CommandResult, checks: Check[]): Check {
  const numbers = program.standardOutput.flatMap((line) => /^(?:not )?ok (\d+) - /.exec(line)?.[1] ?? []);
  const plans = program.standardOutput.filter((line) => /^1\.\.\d+$/.test(line));
  const expectedExit = checks.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  const isComplete =
    checks.length > 0 &&
    plans.join() === `1..${checks.length}` &&
    numbers.every((number, index) => Number(number) === index + 1) &&
    program.exit === expectedExit;
  return isComplete
    ? { name: COMPLETION, outcome: 'passed' }
    : {
        name: COMPLETION,
        outcome: 'failed',
        detail:
          `it printed ${checks.length} checks and the plan '${plans.join()}', expected exit ` +
          `${expectedExit}: ${program.failure}`,
      };
}

function reasonAfter(lines: string[], index: number): string {
  const following = lines.slice(index + 1);
  const end = following.findIndex((line) => !line.startsWith('#'));
  return following
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.replace(/^# ?/, ''))
    .join('\n');
}
