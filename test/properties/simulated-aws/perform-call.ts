import { AwsCall, isAwsCall, undisturbed } from './aws-calls';
import { Disturbance, failureOf, staleResponse } from './disturbances';
import { Actor, remembering } from './key-facts';
import { Result } from './result';
import { SimulatedAws } from './simulated-aws';
import { EffectResult, Effect, Metrics, Report } from '../../../src/handler/life-cycle/effects';

/** Sees all that a run says, so that it can be searched. None of it is part of the simulated AWS. */
export interface Observer {
  report(report: Report): void;
  publishMetrics(metrics: Metrics): void;
}

export interface Performed {
  readonly aws: SimulatedAws;
  readonly result: EffectResult;
}

/** One call of a run, at the simulated AWS's time. A `sleep` is none: a scheduler lets time pass by `advance`. */
export function performCall(
  aws: SimulatedAws,
  call: Effect,
  by: Actor,
  disturbance?: Disturbance,
  observer?: Observer,
): Performed {
  if (isAwsCall(call)) {
    const result = disturbance === undefined ? undisturbed(call, aws) : disturbed(aws, call, disturbance);
    const after = remembering(aws, result.aws, by);
    return { aws: after, result: { now: after.now, value: result.value, failure: result.failure } };
  }
  record(call, observer);
  return { aws, result: { now: aws.now } };
}

function disturbed(aws: SimulatedAws, call: AwsCall, disturbance: Disturbance): Result<unknown> {
  switch (disturbance.kind) {
    case 'stale':
      return staleResponse(aws, call, aws.iam.past[disturbance.view]) ?? undisturbed(call, aws);
    case 'response lost':
      return { aws: undisturbed(call, aws).aws, failure: failureOf(disturbance.kind, call.name) };
    default:
      return { aws, failure: failureOf(disturbance.kind, call.name) };
  }
}

function record(call: Exclude<Effect, AwsCall>, observer: Observer | undefined): void {
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
