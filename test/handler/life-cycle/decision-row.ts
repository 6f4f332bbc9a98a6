import { Action } from '../../../src/handler/life-cycle/decision';
import { Policy } from '../../../src/handler/life-cycle/policy';
import { Snapshot } from '../../../src/handler/life-cycle/snapshot';

/** One line of a decision table: a state, and what is decided in it. */
export interface Row {
  /** The state, for operators. */
  readonly state: string;
  readonly given: Snapshot;
  /** Where the policy differs from the tables' own. */
  readonly policy?: Partial<Policy>;
  readonly rule: string;
  readonly action: Action;
  /** Pinned where operators act on it. */
  readonly reason?: string;
  readonly endsRun?: boolean;
  /** The rule that decides a millisecond earlier, where the row stands on a boundary in time. */
  readonly before?: string;
}

export const DONE: Action = { kind: 'done' };
export const FAIL: Action = { kind: 'fail' };
export const WAIT: Action = { kind: 'wait' };
