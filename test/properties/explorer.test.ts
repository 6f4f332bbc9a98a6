import { QUICK_BOUNDS } from './explorer/bounds';
import { explore } from './explorer/explore';
import { SCENARIOS } from './explorer/scenarios';

/** Those that are small enough for each run of the tests. `explore.ts` has them all, with wider bounds. */
const QUICK = SCENARIOS.filter(({ name }) => !['overdue', 'revoke-in-overlap', 'removal-retain'].includes(name));

describe.each(QUICK)('$name: $about', (scenario) => {
  test.each(QUICK_BOUNDS)('keeps all invariants with $faults fault, $people step of a person and $switches switch between runs', (bounds) => {
    const report = explore(scenario, bounds);

    expect(report.violations.map(({ what, history }) => `${what}\n${history}`)).toEqual([]);
    expect(report.complete).toBe(true);
    expect(report.ends).toBeGreaterThan(0);
  });
});
