import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Check } from '../../consumers';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { Terminal } from '../../consumers/terminal';

/** What `jest --json` says of a run, as far as it is read here. */
interface JestReport {
  readonly testResults: {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: string[];
    }[];
  }[];
}

/** Runs jest, and turns each test into a check. */
export async function jestChecks(terminal: Terminal, suite: string, options: string[]): Promise<Check[]> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, 'report.json');
    const result = await terminal.tryRun('npx', 'jest', '--ci', '--silent', '--json', '--outputFile', file, ...options);
    if (!existsSync(file)) {
      result.throwIfFailed();
    }
    const checks = checksOf(suite, JSON.parse(readFileSync(file, 'utf8')));
    return result.exit === 0 || checks.some(({ outcome }) => outcome === 'failed')
      ? checks
      : [
          ...checks,
          { name: `${suite}: all tests pass, yet jest fails: the coverage`, outcome: 'failed', detail: result.failure },
        ];
  });
}

function checksOf(suite: string, report: JestReport): Check[] {
  return report.testResults.flatMap(({ name, message, assertionResults }) =>
    assertionResults.length === 0
      ? [{ name: `${suite}: ${name}`, outcome: 'failed' as const, detail: message }]
      : assertionResults.map((test) => ({ name: `${suite}: ${test.fullName}`, ...outcomeOf(test) })),
  );
}

/** A test that is skipped is one that does not hold: nothing here has a reason to skip one. */
function outcomeOf({
  status,
  failureMessages,
}: {
  status: string;
  failureMessages: string[];
}): Pick<Check, 'outcome' | 'detail'> {
  return status === 'passed'
    ? { outcome: 'passed' }
    : { outcome: 'failed', detail: [status, ...failureMessages].join('\n') };
}
