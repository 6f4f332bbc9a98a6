import { createKey, deleteKey } from './change-keys';
import { CallFailed, NewKey, Routine, Time } from './effects';
import { afterLabel, keyLabel, PENDING } from './labels';
import { Intent, intentKey } from './records';
import { NO_SUCH_SECRET, callOnce, callWithRetries, orElseOn } from './retry';
import { RunContext } from './run-context';
import { testNewKey } from './test-key';

/**
 * Creates a key and stores it, or leaves none.
 *
 * CreateAccessKey has no idempotency token, and its secret can be read once. So it is tried again only after a
 * definite refusal, and a key that cannot be stored is deleted
 * in the same run. If the run is stopped in between, the next run finds the key by its creation intent.
 */
export function* createAndStoreKey(context: RunContext, after: string | undefined): Routine<void> {
  const intent = context.intent!;
  const deadline = Math.min(intent.start + context.configuration.policy.timing.maxCreateTime, context.run.deadline);
  // Until the key is stored or deleted, the intent must outlive this run, however it ends.
  context.intent = undefined;
  const key = yield* create(context, intent, deadline);
  yield* store(context, intent, key, after, deadline);
  const createdAt = context.now;
  context.intent = intent;
  context.remember({ created: { id: key.id, active: true, createdAt } });
  yield* removeIntent(context);
  yield* untilSpread(context, createdAt);
  if (context.configuration.secretFormat.parse === undefined) {
    yield* testNewKey(context, key, intent.token);
  }
}

/** The key is used, and tested, only when it has spread. */
function* untilSpread(context: RunContext, createdAt: Time): Routine<void> {
  const { keySpreads, pause } = context.configuration.policy.timing;
  const ms = Math.min(createdAt + keySpreads, context.run.deadline - pause) - context.now;
  if (ms > 0) {
    yield* callOnce(context, 'sleep', { ms });
  }
}

function* create(context: RunContext, intent: Intent, deadline: Time): Routine<NewKey> {
  try {
    return yield* createKey(context, deadline);
  } catch (error) {
    if (error instanceof CallFailed && error.failure.effect === 'none') {
      context.intent = intent;
    }
    throw error;
  }
}

function* store(
  context: RunContext,
  intent: Intent,
  key: NewKey,
  after: string | undefined,
  deadline: Time,
): Routine<void> {
  const labels = [PENDING, ...(after === undefined ? [] : [afterLabel(after, key.id)]), keyLabel(key.id)];
  const { token } = intent;
  const request = { token, value: context.configuration.secretFormat.serialize(key), labels };
  try {
    const taken = yield* callWithRetries(context, deadline, 'putSecretValue', request);
    for (const label of labels.filter((one) => !taken.includes(one))) {
      yield* callWithRetries(context, deadline, 'updateSecretVersionStage', { label, to: token });
    }
  } catch (error) {
    if (yield* isStored(context, token, key)) {
      return;
    }
    yield* deleteKey(context, key.id);
    context.intent = intent;
    throw error;
  }
}

/** After an unknown outcome, the secret itself shows whether the key is stored. */
function* isStored(context: RunContext, token: string, { id }: NewKey): Routine<boolean> {
  const secret = yield* orElseOn(
    NO_SUCH_SECRET,
    callWithRetries(context, context.run.deadline, 'describeSecret', {}),
    undefined,
  );
  return secret?.versions[token]?.includes(keyLabel(id)) ?? false;
}

/** Removes the creation intent of this run, if it has one. */
export function* removeIntent(context: RunContext): Routine<void> {
  if (context.intent) {
    yield* callWithRetries(context, context.run.deadline, 'untagResource', { keys: [intentKey(context.run.id)] });
    context.intent = undefined;
  }
}
