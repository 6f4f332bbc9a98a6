import { Context, Step } from './step';
import { Trace } from './trace';
import { Time } from '../../../src/handler/life-cycle/effects';
import { SimulatedAws } from '../simulated-aws';

/** Something that must be true of every step of every history. */
export interface Invariant {
  readonly name: string;
  /** What is wrong with a step, given what happened before it; `undefined` if nothing is. */
  readonly brokenBy: (step: Step, trace: Trace, context: Context) => string | undefined;
}

/**
 * The end of a history after which only scheduled runs, and what Secrets Manager makes of them, have happened for a
 * while.
 */
export interface End {
  readonly aws: SimulatedAws;
  readonly trace: Trace;
  /** Since when nothing was disturbed. */
  readonly quietSince: Time;
}

/** Something that must be true once nothing is disturbed any more. */
export interface EndInvariant {
  readonly name: string;
  readonly brokenAt: (end: End, context: Context) => string | undefined;
}
