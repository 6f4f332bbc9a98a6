import { EffectResult, Effect, EffectName, Failure, Routine, Time } from '../../../src/handler/life-cycle/effects';

/** What a call is resumed with: a value, or a failure. */
export interface Reply {
  readonly value?: unknown;
  readonly failure?: Failure;
}

export interface Played<T> {
  readonly calls: readonly Effect[];
  /** When each call was made. */
  readonly times: readonly Time[];
  readonly value?: T;
  readonly error?: unknown;
}

/**
 * Runs a routine with the results of `reply`, by the call's name and how many of its name came before. Sleeping moves
 * the clock, nothing else does.
 */
export function play<T>(routine: Routine<T>, reply: (name: EffectName, index: number) => Reply): Played<T> {
  const calls: Effect[] = [];
  const times: Time[] = [];
  let now = 0;
  try {
    let next = routine.next(undefined as unknown as EffectResult);
    while (!next.done) {
      const { name, request } = next.value;
      const index = calls.filter((call) => call.name === name).length;
      calls.push(next.value);
      times.push(now);
      now += name === 'sleep' ? request.ms : 0;
      next = routine.next(name === 'sleep' ? { now } : { now, ...reply(name, index) });
    }
    return { calls, times, value: next.value };
  } catch (error) {
    return { calls, times, error };
  }
}

export const THROTTLED: Failure = { code: 'Throttling', message: 'Rate exceeded', effect: 'none', retryable: true };
export const REFUSED: Failure = { code: 'InvalidRequestException', message: 'No.', effect: 'none', retryable: false };
export const LOST: Failure = { code: 'TimeoutError', message: 'No result.', effect: 'unknown', retryable: false };
export const MISSING: Failure = {
  code: 'NoSuchEntityException',
  message: 'There is no such key.',
  effect: 'none',
  retryable: false,
};
