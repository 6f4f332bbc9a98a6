import { explore } from './explorer/explore';
import { Bounds } from './explorer/moves';
import { SCENARIOS } from './explorer/scenarios';

/** Each scenario is explored within each of these. */
const BOUNDS: readonly Bounds[] = [{ faults: 1, people: 0 }, { faults: 0, people: 1 }];

function main(args: readonly string[]): void {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const most = Number(args.find((arg) => arg.startsWith('--violations='))?.split('=')[1] ?? 1);
  const scenarios = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const scenario of scenarios) {
    for (const bounds of BOUNDS) {
      const { violations, ...report } = explore(scenario, bounds, (states, waiting, ends) => process.stderr.write(`\r${scenario.name}: ${states} states, ${waiting} waiting, ${ends} ends   `), most);
      process.stderr.write('\r');
      process.stdout.write(`${JSON.stringify({ ...report, ok: violations.length === 0 })}\n`);
      violations.forEach(({ what, history }) => process.stdout.write(`VIOLATION: ${what}\n${history}\n`));
      process.exitCode = violations.length > 0 ? 1 : process.exitCode;
    }
  }
}

main(process.argv.slice(2));
