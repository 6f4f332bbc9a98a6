import { CallFailed, EffectName, Effects, Failure, NewKey, Routine, Time } from './effects';
import { NO_SUCH_ENTITY, isRetryable, callWithRetries } from './retry';
import { RunContext } from './run-context';

/**
 * Creates a key. Only after a definite refusal is it tried again: after an unknown outcome, there could be two.
 *
 * Shortly after this run has deleted a key, IAM may still count it.
 */
export function createKey(context: RunContext, deadline: Time): Routine<NewKey> {
  const mayStillCount = context.memory.deleted.length > 0 ? ['LimitExceededException'] : [];
  return callWithRetries(
    context,
    deadline,
    'createAccessKey',
    {},
    ({ retryable, effect, code }) => effect === 'none' && (retryable || mayStillCount.includes(code)),
  );
}

/** Deletes a key. A key that does not exist any more counts as deleted. */
export function* deleteKey(context: RunContext, keyId: string, sure = false): Routine<void> {
  yield* unlessGone(context, 'deleteAccessKey', { keyId }, sure ? 0 : context.configuration.policy.timing.catchingUp);
}

/** Whether the key exists and has that status now. */
export function setStatus(context: RunContext, keyId: string, status: boolean): Routine<boolean> {
  return unlessGone(
    context,
    'updateAccessKey',
    { keyId, active: status },
    context.configuration.policy.timing.catchingUp,
  );
}

/**
 * `false` if the key does not exist. A part of IAM that does not know a new key yet reports the same, so the call is
 * repeated for a while.
 */
function* unlessGone<N extends EffectName>(
  context: RunContext,
  name: N,
  request: Effects[N]['request'],
  catchingUp: Time,
): Routine<boolean> {
  const sure = context.now + catchingUp;
  try {
    yield* callWithRetries(context, context.run.deadline, name, request, (failure) =>
      isMissing(failure) ? context.now < sure : isRetryable(failure),
    );
    return true;
  } catch (error) {
    if (error instanceof CallFailed && isMissing(error.failure) && context.now >= sure) {
      return false;
    }
    throw error;
  }
}

function isMissing({ code }: Failure): boolean {
  return NO_SUCH_ENTITY.includes(code);
}
