import { AFTER_DELETE } from './after-delete';
import { AGE_OF_CURRENT_KEY } from './age-of-current-key';
import { CURRENT_KEY_WORKS } from './current-key-works';
import { Invariant } from './invariant';
import { NO_SECRET_DISCLOSED } from './no-secret-disclosed';
import { ONLY_OWN_KEYS } from './only-own-keys';
import { KILL_SWITCH, MOVED_LABEL } from './operator-decisions';
import { ENDS_BY_RETIREMENT, DEADLINE_HOLDS, ORPHAN_IS_LEFT_ALONE, OVERLAP_IS_KEPT } from './overlap';
import { Context, Step } from './step';
import { TESTED_BEFORE_CURRENT } from './tested-before-current';
import { Trace } from './trace';
import { CREATE_LEAVES_WORKING_KEY, ONE_KEY_A_RUN } from './what-runs-promise';

/** What must be true of every step. */
export const INVARIANTS: readonly Invariant[] = [
  ONLY_OWN_KEYS,
  CURRENT_KEY_WORKS,
  OVERLAP_IS_KEPT,
  ENDS_BY_RETIREMENT,
  ORPHAN_IS_LEFT_ALONE,
  DEADLINE_HOLDS,
  AGE_OF_CURRENT_KEY,
  AFTER_DELETE,
  NO_SECRET_DISCLOSED,
  CREATE_LEAVES_WORKING_KEY,
  ONE_KEY_A_RUN,
  KILL_SWITCH,
  MOVED_LABEL,
  TESTED_BEFORE_CURRENT,
];

/** The first invariant that a step breaks, in words. */
export function brokenBy(step: Step, trace: Trace, context: Context): string | undefined {
  for (const { name, brokenBy: judge } of INVARIANTS) {
    const broken = judge(step, trace, context);
    if (broken !== undefined) {
      return `${broken} ("${name}")`;
    }
  }
  return undefined;
}

export { leftOver } from './after-delete';
export type { End, EndInvariant, Invariant } from './invariant';
export { A_MONTH, NOTHING_REMAINS, NOTHING_PAST_ITS_DATE, ROTATION_HAPPENS, TWO_DAYS } from './nothing-remains';
export type { Context, Ending, RunFacts, Step } from './step';
export { NOTHING_SEEN, type Trace, tracedAfter } from './trace';
