import { Answer, Call, CallFailed, CallName, Calls, Failure, Running, Time } from './calls';

const FIRST_PAUSE: Time = 1_000;
const LONGEST_PAUSE: Time = 10_000;

/** The time of the last answer. */
export interface Clock {
  now: Time;
}

/** Makes one call, once. A failure is thrown. */
export function* once<N extends CallName>(clock: Clock, name: N, request: Calls[N]['request']): Running<Calls[N]['answer']> {
  const answer: Answer = yield { name, request } as Call;
  clock.now = answer.now;
  if (answer.failure) {
    throw new CallFailed(name, answer.failure);
  }
  return answer.value as Calls[N]['answer'];
}

/**
 * Makes a call again, with back-off, for as long as its failure may pass and the deadline allows.
 *
 * `isPassing` tells which failures those are. Each call but CreateAccessKey has the same effect once or twice, so that an unknown outcome is tried again too.
 */
export function* patiently<N extends CallName>(
  clock: Clock, deadline: Time, name: N, request: Calls[N]['request'], isPassing: (failure: Failure) => boolean = passes, pause = FIRST_PAUSE,
): Running<Calls[N]['answer']> {
  try {
    return yield* once(clock, name, request);
  } catch (error) {
    if (!(error instanceof CallFailed) || !isPassing(error.failure) || clock.now + pause >= deadline) {
      throw error;
    }
  }
  yield* once(clock, 'sleep', { ms: pause });
  return yield* patiently(clock, deadline, name, request, isPassing, Math.min(2 * pause, LONGEST_PAUSE));
}

export function passes({ passing, effect }: Failure): boolean {
  return passing || effect === 'unknown';
}

/** Does the work, and gives `otherwise` if it fails with one of the codes. */
export function* unless<T, O>(codes: readonly string[], work: Running<T>, otherwise: O): Running<T | O> {
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
