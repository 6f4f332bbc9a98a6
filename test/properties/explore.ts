import { SOAK_BOUNDS, usualBounds } from './explorer/bounds';
import { explore } from './explorer/explore';
import { SCENARIOS } from './explorer/scenarios';

/**
 * Explores the scenarios that are named, or all: `node --import tsx test/properties/explore.ts [--soak]
 * [--violations=<how many>] [scenario...]`.
 *
 * One line of JSON for each scenario and bound, and a shortest history for each violation. `complete` is whether all
 * within the bound was seen.
 */
export function exploreAll(args: readonly string[]): boolean {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const mostViolations = Number(args.find((arg) => arg.startsWith('--violations='))?.split('=')[1] ?? 1);
  let ok = true;
  for (const scenario of SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    for (const bounds of args.includes('--soak') ? SOAK_BOUNDS : usualBounds(scenario.name)) {
      const { violations, ...report } = explore(
        scenario,
        bounds,
        (states, waiting, ends) => {
          process.stderr.write(`\r${scenario.name}: ${states} states, ${waiting} waiting, ${ends} ends   `);
        },
        mostViolations,
      );
      process.stderr.write('\r');
      process.stdout.write(`${JSON.stringify({ ...report, violations: violations.length })}\n`);
      violations.forEach(({ what, history }) => process.stdout.write(`VIOLATION: ${what}\n${history}\n`));
      ok = ok && violations.length === 0;
    }
  }
  return ok;
}

if (process.argv[1]?.endsWith('explore.ts')) {
  process.exitCode = exploreAll(process.argv.slice(2)) ? 0 : 1;
}
