import { EffectResult, Effect, CallFailed, EffectName, Effects, Failure, Routine, Time } from './effects';

const FIRST_PAUSE: Time = 1_000;
const LONGEST_PAUSE: Time = 10_000;

/** The time of the last result. */
export interface Clock {
  now: Time;
}

/** Yields one effect, once. A failure is thrown. */
export function* callOnce<N extends EffectName>(
  clock: Clock,
  name: N,
  request: Effects[N]['request'],
): Routine<Effects[N]['result']> {
  const result: EffectResult = yield { name, request } as Effect;
  clock.now = result.now;
  if (result.failure) {
    throw new CallFailed(name, result.failure);
  }
  return result.value as Effects[N]['result'];
}

/**
 * Repeats a call, with back-off, for as long as its failure is retryable and the deadline allows.
 *
 * `shouldRetry` selects those failures. Each call but CreateAccessKey has the same effect once or twice, so that an
 * unknown outcome is tried again too.
 */
export function* callWithRetries<N extends EffectName>(
  clock: Clock,
  deadline: Time,
  name: N,
  request: Effects[N]['request'],
  shouldRetry: (failure: Failure) => boolean = isRetryable,
  pause = FIRST_PAUSE,
): Routine<Effects[N]['result']> {
  try {
    return yield* callOnce(clock, name, request);
  } catch (error) {
    if (!(error instanceof CallFailed) || !shouldRetry(error.failure) || clock.now + pause >= deadline) {
      throw error;
    }
  }
  yield* callOnce(clock, 'sleep', { ms: pause });
  return yield* callWithRetries(clock, deadline, name, request, shouldRetry, Math.min(2 * pause, LONGEST_PAUSE));
}

export function isRetryable({ retryable, effect }: Failure): boolean {
  return retryable || effect === 'unknown';
}

/** Runs the routine, and returns `otherwise` if it fails with one of the codes. */
export function* orElseOn<T, O>(codes: readonly string[], work: Routine<T>, otherwise: O): Routine<T | O> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof CallFailed && codes.includes(error.failure.code)) {
      return otherwise;
    }
    throw error;
  }
}

export const NO_SUCH_ENTITY = ['NoSuchEntityException'];
export const NO_SUCH_SECRET = ['ResourceNotFoundException'];
