import { answer, Observer } from './answer';
import { AwsCall, isAwsCall } from './aws-calls';
import { Disturbance } from './disturbances';
import { Actor } from './ghost';
import { advance, World } from './world';
import { EffectResult, Effect, Routine, Time } from '../../../src/handler/life-cycle/effects';

/** What happens before one call. */
export interface Interruption {
  /** The world in which the call is made, if others act first. */
  readonly world?: World;
  readonly disturbance?: Disturbance;
  /** Whether the run is stopped instead of making the call. */
  readonly crash?: boolean;
}

export interface Driving {
  /** The run's id. */
  readonly by: Actor;
  /** Asked before each call to AWS, with its index among all calls of the run. */
  readonly before?: (world: World, call: AwsCall, index: number) => Interruption | undefined;
  /** How long each call to AWS takes; nothing unless set. */
  readonly callTakes?: Time;
  readonly observer?: Observer;
}

/** How far a run came. */
export interface Driven<T> {
  readonly world: World;
  readonly ended: 'returned' | 'threw' | 'crashed';
  /** What it returned. */
  readonly value?: T;
  /** What it threw. */
  readonly error?: unknown;
  readonly history: ReadonlyArray<{ readonly call: Effect; readonly answer: EffectResult }>;
}

/** No run should need as many. */
const MOST_CALLS = 10_000;

/** Drives one run to its end, alone. Sleeping moves the clock. A crash leaves the generator as it is, without its `finally` blocks. */
export function runSequentially<T>(world: World, routine: Routine<T>, driving: Driving): Driven<T> {
  const history: { call: Effect; answer: EffectResult }[] = [];
  let now = world;
  try {
    let next = routine.next(undefined as unknown as EffectResult);
    while (!next.done) {
      const interruption = isAwsCall(next.value) ? driving.before?.(now, next.value, history.length) : undefined;
      now = interruption?.world ?? now;
      if (interruption?.crash) {
        return { world: now, ended: 'crashed', history };
      }
      const answered = perform(now, next.value, driving, interruption?.disturbance);
      history.push({ call: next.value, answer: answered.answer });
      now = answered.world;
      if (history.length > MOST_CALLS) {
        throw new Error(`the run ${driving.by} makes more than ${MOST_CALLS} calls`);
      }
      next = routine.next(answered.answer);
    }
    return { world: now, ended: 'returned', value: next.value, history };
  } catch (error) {
    return { world: now, ended: 'threw', error, history };
  }
}

function perform(world: World, call: Effect, { by, callTakes = 0, observer }: Driving, disturbance?: Disturbance) {
  if (call.name === 'sleep') {
    const later = advance(world, call.request.ms);
    return { world: later, answer: { now: later.now } };
  }
  const answered = answer(world, call, by, disturbance, observer);
  const after = isAwsCall(call) && callTakes > 0 ? advance(answered.world, callTakes) : answered.world;
  return { world: after, answer: { ...answered.answer, now: after.now } };
}
