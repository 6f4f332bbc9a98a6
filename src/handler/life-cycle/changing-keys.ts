import { Active } from './active-run';
import { NO_SUCH_ENTITY, isRetryable, callWithRetries } from './retry';
import { CallFailed, EffectName, Effects, Failure, NewKey, Routine, Time } from './effects';

/**
 * Makes a key. Only after a definite refusal is it tried again: after an unknown outcome, there could be two.
 *
 * Shortly after this run has deleted a key, IAM may still count it.
 */
export function createKey(active: Active, deadline: Time): Routine<NewKey> {
  const mayStillCount = active.memory.deleted.length > 0 ? ['LimitExceededException'] : [];
  return callWithRetries(active, deadline, 'createAccessKey', {}, ({ retryable, effect, code }) => effect === 'none' && (retryable || mayStillCount.includes(code)));
}

/** Deletes a key. It is no failure if it is gone already. */
export function* deleteKey(active: Active, keyId: string, sure = false): Routine<void> {
  yield* unlessGone(active, 'deleteAccessKey', { keyId }, sure ? 0 : active.configuration.policy.timing.catchingUp);
}

/** Whether the key exists and has that status now. */
export function setStatus(active: Active, keyId: string, status: boolean): Routine<boolean> {
  return unlessGone(active, 'updateAccessKey', { keyId, active: status }, active.configuration.policy.timing.catchingUp);
}

/** `false` if the key does not exist. A part of IAM that does not know a key yet says so too, so that only time makes it sure. */
function* unlessGone<N extends EffectName>(active: Active, name: N, request: Effects[N]['request'], catchingUp: Time): Routine<boolean> {
  const sure = active.now + catchingUp;
  try {
    yield* callWithRetries(active, active.run.deadline, name, request, (failure) => isMissing(failure) ? active.now < sure : isRetryable(failure));
    return true;
  } catch (error) {
    if (error instanceof CallFailed && isMissing(error.failure) && active.now >= sure) {
      return false;
    }
    throw error;
  }
}

function isMissing({ code }: Failure): boolean {
  return NO_SUCH_ENTITY.includes(code);
}
