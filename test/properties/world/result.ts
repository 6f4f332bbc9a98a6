import { World } from './world';
import { Failure } from '../../../src/handler/life-cycle/effects';

/** What a call came to: the world after it, and what it answers. */
export interface Result<T> {
  readonly world: World;
  readonly value?: T;
  readonly failure?: Failure;
}

export function succeeded(world: World): Result<void>;
export function succeeded<T>(world: World, value: T): Result<T>;
export function succeeded<T>(world: World, value?: T): Result<T> {
  return { world, value };
}

/** A refusal: nothing has changed, and the same call is refused again. */
export function refused(world: World, code: string, message: string): Result<never> {
  return { world, failure: { code, message, effect: 'none', retryable: false } };
}

/** A refusal: nothing has changed, and the same call may succeed a little later. */
export function refusedForNow(world: World, code: string, message: string): Result<never> {
  return { world, failure: { code, message, effect: 'none', retryable: true } };
}
