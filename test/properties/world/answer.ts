import { AwsCall, isAwsCall, undisturbed } from './aws-calls';
import { Disturbance, failureOf, staleAnswer } from './disturbances';
import { Actor, remembering } from './ghost';
import { Result } from './result';
import { World } from './world';
import { EffectResult, Effect, Metrics, Report } from '../../../src/handler/life-cycle/effects';

/** Sees all that a run says, so that it can be searched. None of it is part of the world. */
export interface Observer {
  report(report: Report): void;
  publishMetrics(metrics: Metrics): void;
}

export interface Answered {
  readonly world: World;
  readonly answer: EffectResult;
}

/** One call of a run, at the world's time. A `sleep` is none: a scheduler lets time pass by `advance`. */
export function answer(world: World, call: Effect, by: Actor, disturbance?: Disturbance, observer?: Observer): Answered {
  if (isAwsCall(call)) {
    const result = disturbance === undefined ? undisturbed(call, world) : disturbed(world, call, disturbance);
    const after = remembering(world, result.world, by);
    return { world: after, answer: { now: after.now, value: result.value, failure: result.failure } };
  }
  tell(call, observer);
  return { world, answer: { now: world.now } };
}

function disturbed(world: World, call: AwsCall, disturbance: Disturbance): Result<unknown> {
  switch (disturbance.kind) {
    case 'stale':
      return staleAnswer(world, call, world.iam.past[disturbance.view]) ?? undisturbed(call, world);
    case 'answer lost':
      return { world: undisturbed(call, world).world, failure: failureOf(disturbance.kind, call.name) };
    default:
      return { world, failure: failureOf(disturbance.kind, call.name) };
  }
}

function tell(call: Exclude<Effect, AwsCall>, observer: Observer | undefined): void {
  switch (call.name) {
    case 'report':
      observer?.report(call.request);
      break;
    case 'publishMetrics':
      observer?.publishMetrics(call.request);
      break;
    case 'sleep':
      throw new Error('a scheduler lets time pass, not the account');
  }
}
