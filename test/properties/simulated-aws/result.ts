import { SimulatedAws } from './simulated-aws';
import { Failure } from '../../../src/handler/life-cycle/effects';

/** What a call came to: the simulated AWS after it, and its result. */
export interface Result<T> {
  readonly aws: SimulatedAws;
  readonly value?: T;
  readonly failure?: Failure;
}

export function succeeded(aws: SimulatedAws): Result<void>;
export function succeeded<T>(aws: SimulatedAws, value: T): Result<T>;
export function succeeded<T>(aws: SimulatedAws, value?: T): Result<T> {
  return { aws, value };
}

/** A refusal: nothing has changed, and the same call is refused again. */
export function refused(aws: SimulatedAws, code: string, message: string): Result<never> {
  return { aws, failure: { code, message, effect: 'none', retryable: false } };
}

/** A refusal: nothing has changed, and the same call may succeed a little later. */
export function refusedForNow(aws: SimulatedAws, code: string, message: string): Result<never> {
  return { aws, failure: { code, message, effect: 'none', retryable: true } };
}
