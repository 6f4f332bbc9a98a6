import { Active } from './active-run';
import { NO_SUCH_SECRET, callOnce, callWithRetries, orElseOn } from './retry';
import { CallFailed, NewKey, Routine, Time } from './effects';
import { createKey, deleteKey } from './changing-keys';
import { afterLabel, keyLabel, PENDING } from './labels';
import { Intent, intentKey } from './records';
import { testNewKey } from './test-key';

/**
 * Makes a key and stores it, or leaves none.
 *
 * CreateAccessKey has no idempotency token, and its secret can be read once. So it is tried again only after a definite refusal, and a key that cannot be stored is deleted
 * in the same run. If the run is stopped in between, its intent tells the next run which key it left.
 */
export function* mint(active: Active, after: string | undefined): Routine<void> {
  const intent = active.intent!;
  const deadline = Math.min(intent.start + active.configuration.policy.timing.longestMint, active.run.deadline);
  // Until the key is stored or gone, the intent must outlive this run, however it ends.
  active.intent = undefined;
  const key = yield* create(active, intent, deadline);
  yield* store(active, intent, key, after, deadline);
  const createdAt = active.now;
  active.intent = intent;
  active.remember({ made: { id: key.id, active: true, createdAt } });
  yield* forgetIntent(active);
  yield* untilSpread(active, createdAt);
  if (active.configuration.payload.credentials === undefined) {
    yield* testNewKey(active, key, intent.token);
  }
}

/** The key is used, and tested, only when it has spread. */
function* untilSpread(active: Active, createdAt: Time): Routine<void> {
  const { keySpreads, pause } = active.configuration.policy.timing;
  const ms = Math.min(createdAt + keySpreads, active.run.deadline - pause) - active.now;
  if (ms > 0) {
    yield* callOnce(active, 'sleep', { ms });
  }
}

function* create(active: Active, intent: Intent, deadline: Time): Routine<NewKey> {
  try {
    return yield* createKey(active, deadline);
  } catch (error) {
    if (error instanceof CallFailed && error.failure.effect === 'none') {
      active.intent = intent;
    }
    throw error;
  }
}

function* store(active: Active, intent: Intent, key: NewKey, after: string | undefined, deadline: Time): Routine<void> {
  const labels = [PENDING, ...after === undefined ? [] : [afterLabel(after, key.id)], keyLabel(key.id)];
  const { token } = intent;
  const request = { token, value: active.configuration.payload.compose(key), labels };
  try {
    const taken = yield* callWithRetries(active, deadline, 'putSecretValue', request);
    for (const label of labels.filter((one) => !taken.includes(one))) {
      yield* callWithRetries(active, deadline, 'updateSecretVersionStage', { label, to: token });
    }
  } catch (error) {
    if (yield* isStored(active, token, key)) {
      return;
    }
    yield* deleteKey(active, key.id);
    active.intent = intent;
    throw error;
  }
}

/** After an unknown outcome, what the secret says counts. */
function* isStored(active: Active, token: string, { id }: NewKey): Routine<boolean> {
  const secret = yield* orElseOn(NO_SUCH_SECRET, callWithRetries(active, active.run.deadline, 'describeSecret', {}), undefined);
  return secret?.versions[token]?.includes(keyLabel(id)) ?? false;
}

/** Forgets the intent of this run, if it has one. */
export function* forgetIntent(active: Active): Routine<void> {
  if (active.intent) {
    yield* callWithRetries(active, active.run.deadline, 'untagResource', { keys: [intentKey(active.run.id)] });
    active.intent = undefined;
  }
}

