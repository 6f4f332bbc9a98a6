import { Table, Target } from '../measurement';
import { estimate, verdict } from './format';

/** The closing table: each promise beside what was measured. */
export function targetTable(targets: readonly Target[]): Table {
  return {
    head: ['Target', 'At most', 'Measured (95 % interval)', 'Result'],
    rows: targets.map((target) => [
      target.name,
      target.format(target.limit),
      estimate(target.measured, target.format),
      verdict(target),
    ]),
  };
}
