import { Job } from './job';
import { Check } from '../../consumers';
import { CommandResult } from '../../consumers/terminal';

/** What the explorer prints of one search, as far as it is read here. */
interface Search {
  readonly scenario: string;
  readonly bounds: Readonly<Record<string, number>>;
  readonly complete: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly violations: number;
}

/** Searches the simulated AWS exhaustively, within bounds. Without jest, which would instrument each step. */
export const explorerJob: Job = {
  title: "Explore every order of a key's life",
  run: async (terminal) => {
    const result = await terminal.tryRun(process.execPath, '--import', 'tsx', 'test/properties/explore.ts');
    const searches = result.standardOutput
      .filter((line) => line.startsWith('{'))
      .map((line): Search => JSON.parse(line));
    return [...searches.map((search) => checkOf(search, result)), end(result, searches.length)];
  },
};

function checkOf(
  { scenario, bounds, complete, states, transitions, violations }: Search,
  result: CommandResult,
): Check {
  const within = Object.entries(bounds)
    .map(([what, number]) => `${number} ${what}`)
    .join(', ');
  const name =
    `explorer: '${scenario}' within ${within}: ${states.toLocaleString('en')} states, ` +
    `${transitions.toLocaleString('en')} transitions`;
  if (violations > 0) {
    return { name, outcome: 'failed', detail: result.failure };
  }
  return complete
    ? { name, outcome: 'passed' }
    : { name, outcome: 'failed', detail: 'the search was not complete within its bounds' };
}

/** An explorer that dies has fewer searches, not failed ones. */
function end({ exit, failure }: CommandResult, searches: number): Check {
  const name = 'explorer: it searches all scenarios to their end';
  return exit === 0 && searches > 0 ? { name, outcome: 'passed' } : { name, outcome: 'failed', detail: failure };
}
