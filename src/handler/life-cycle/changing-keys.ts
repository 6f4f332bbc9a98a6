import { Active } from './active-run';
import { NO_SUCH_ENTITY, passes, patiently } from './asking';
import { CallFailed, CallName, Calls, Failure, NewKey, Running, Time } from './calls';

/**
 * Makes a key. Only after a definite refusal is it tried again: after an unknown outcome, there could be two.
 *
 * Shortly after this run has deleted a key, IAM may still count it.
 */
export function createKey(active: Active, deadline: Time): Running<NewKey> {
  const mayStillCount = active.memory.deleted.length > 0 ? ['LimitExceededException'] : [];
  return patiently(active, deadline, 'createAccessKey', {}, ({ passing, effect, code }) => effect === 'none' && (passing || mayStillCount.includes(code)));
}

/** Deletes a key. It is no failure if it is gone already. */
export function* deleteKey(active: Active, keyId: string, sure = false): Running<void> {
  yield* unlessGone(active, 'deleteAccessKey', { keyId }, sure ? 0 : active.configuration.policy.timing.catchingUp);
}

/** Whether the key exists and has that status now. */
export function setStatus(active: Active, keyId: string, status: boolean): Running<boolean> {
  return unlessGone(active, 'updateAccessKey', { keyId, active: status }, active.configuration.policy.timing.catchingUp);
}

/** `false` if the key does not exist. A part of IAM that does not know a key yet says so too, so that only time makes it sure. */
function* unlessGone<N extends CallName>(active: Active, name: N, request: Calls[N]['request'], catchingUp: Time): Running<boolean> {
  const sure = active.now + catchingUp;
  try {
    yield* patiently(active, active.run.deadline, name, request, (failure) => isMissing(failure) ? active.now < sure : passes(failure));
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
