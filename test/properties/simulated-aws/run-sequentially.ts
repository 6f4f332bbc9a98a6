import { AwsCall, isAwsCall } from './aws-calls';
import { Disturbance } from './disturbances';
import { Actor } from './key-facts';
import { performCall, Observer } from './perform-call';
import { advance, SimulatedAws } from './simulated-aws';
import { EffectResult, Effect, Routine, Time } from '../../../src/handler/life-cycle/effects';

/** What happens before one call. */
export interface Interruption {
  /** the simulated AWS in which the call is made, if others act first. */
  readonly aws?: SimulatedAws;
  readonly disturbance?: Disturbance;
  /** Whether the run is stopped instead of making the call. */
  readonly crash?: boolean;
}

export interface Driving {
  /** The run's id. */
  readonly by: Actor;
  /** Asked before each call to AWS, with its index among all calls of the run. */
  readonly before?: (aws: SimulatedAws, call: AwsCall, index: number) => Interruption | undefined;
  /** How long each call to AWS takes; nothing unless set. */
  readonly callTakes?: Time;
  readonly observer?: Observer;
}

/** How far a run came. */
export interface Driven<T> {
  readonly aws: SimulatedAws;
  readonly ended: 'returned' | 'threw' | 'crashed';
  /** What it returned. */
  readonly value?: T;
  /** What it threw. */
  readonly error?: unknown;
  readonly history: ReadonlyArray<{ readonly call: Effect; readonly result: EffectResult }>;
}

/** No run should need as many. */
const MOST_CALLS = 10_000;

/**
 * Drives one run to its end, alone. Sleeping moves the clock. A crash leaves the generator as it is, without its
 * `finally` blocks.
 */
export function runSequentially<T>(aws: SimulatedAws, routine: Routine<T>, driving: Driving): Driven<T> {
  const history: { call: Effect; result: EffectResult }[] = [];
  let now = aws;
  try {
    let next = routine.next(undefined as unknown as EffectResult);
    while (!next.done) {
      const interruption = isAwsCall(next.value) ? driving.before?.(now, next.value, history.length) : undefined;
      now = interruption?.aws ?? now;
      if (interruption?.crash) {
        return { aws: now, ended: 'crashed', history };
      }
      const performed = perform(now, next.value, driving, interruption?.disturbance);
      history.push({ call: next.value, result: performed.result });
      now = performed.aws;
      if (history.length > MOST_CALLS) {
        throw new Error(`the run ${driving.by} makes more than ${MOST_CALLS} calls`);
      }
      next = routine.next(performed.result);
    }
    return { aws: now, ended: 'returned', value: next.value, history };
  } catch (error) {
    return { aws: now, ended: 'threw', error, history };
  }
}

function perform(aws: SimulatedAws, call: Effect, { by, callTakes = 0, observer }: Driving, disturbance?: Disturbance) {
  if (call.name === 'sleep') {
    const later = advance(aws, call.request.ms);
    return { aws: later, result: { now: later.now } };
  }
  const performed = performCall(aws, call, by, disturbance, observer);
  const after = isAwsCall(call) && callTakes > 0 ? advance(performed.aws, callTakes) : performed.aws;
  return { aws: after, result: { ...performed.result, now: after.now } };
}
