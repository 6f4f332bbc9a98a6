import { quickBounds } from './explorer/bounds';
import { explore } from './explorer/explore';
import { SCENARIOS } from './explorer/scenarios';

/** The same scenarios as in `explore.ts`, which searches within wider bounds. */
describe.each(SCENARIOS)('$name: $about', (scenario) => {
  test.each(quickBounds(scenario.name))(
    'keeps all invariants with $faults fault, $operatorSteps step of an operator and $switches switch between runs',
    (bounds) => {
      const report = explore(scenario, bounds);

      expect(report.violations.map(({ what, history }) => `${what}\n${history}`)).toEqual([]);
      expect(report.complete).toBe(true);
      expect(report.ends).toBeGreaterThan(0);
    },
  );
});
