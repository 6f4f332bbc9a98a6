import { needsSnapshot } from './decide';
import { DescribedSecret, ListedKey, Routine } from './effects';
import { KEYS_PER_USER } from './key-state';
import { intentTag } from './records';
import { NO_SUCH_ENTITY, NO_SUCH_SECRET, callWithRetries, orElseOn } from './retry';
import { RunContext } from './run-context';
import { NOTHING_DONE_YET, Snapshot } from './snapshot';

const NO_SNAPSHOT = { keys: [], secret: { versions: {}, tags: {}, replicas: [] } } as const;

/**
 * Reads IAM first, then the secret.
 *
 * So a key that is seen without its label or intent was there before them, and the labels are as fresh as they can be
 * when the next call acts on them.
 */
export function* takeSnapshot(context: RunContext): Routine<Snapshot> {
  const {
    run,
    configuration: { owner, secretFormat, user, secretId },
  } = context;
  const names = { userName: user.name, secretId };
  const readable = secretFormat.parse !== undefined;
  if (!needsSnapshot(run.task)) {
    return { run, owner, readable, ...names, memory: context.memory, ...NO_SNAPSHOT };
  }
  const keys: readonly ListedKey[] | undefined = yield* orElseOn(
    NO_SUCH_ENTITY,
    callWithRetries(context, run.deadline, 'listAccessKeys', {}),
    undefined,
  );
  yield* writeIntentAhead(context, keys);
  const secret: DescribedSecret | undefined = yield* orElseOn(
    NO_SUCH_SECRET,
    callWithRetries(context, run.deadline, 'describeSecret', {}),
    undefined,
  );
  context.replicates = secret !== undefined && secret.replicas.length > 0;
  return { run, owner, readable, ...names, memory: context.memory, keys, secret };
}

/**
 * `createSecret` will most likely create a key if the user has a free access key. A key is created only if one
 * snapshot shows both the intent and a secret that is not closed. So the intent is written before the secret is read
 * for the first time, which saves a second snapshot. If no key is created after all, the end of the run removes it.
 */
function* writeIntentAhead(context: RunContext, keys: readonly ListedKey[] | undefined): Routine<void> {
  const { run } = context;
  if (
    run.task.kind === 'createSecret' &&
    context.intent === undefined &&
    context.memory === NOTHING_DONE_YET &&
    keys !== undefined &&
    keys.length < KEYS_PER_USER
  ) {
    yield* orElseOn(NO_SUCH_SECRET, writeIntent(context, run.task.token, keys), undefined);
  }
}

/** Stores the creation intent: this run is about to create a key, and these keys existed before. */
export function* writeIntent(context: RunContext, token: string, keys: readonly ListedKey[]): Routine<void> {
  const intent = { run: context.run.id, token, start: context.now, baseline: keys.map(({ id }) => id) };
  context.intent = intent;
  yield* callWithRetries(context, context.run.deadline, 'tagResource', { tags: intentTag(intent) });
}
