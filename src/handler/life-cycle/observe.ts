import { Active } from './active-run';
import { NO_SUCH_ENTITY, NO_SUCH_SECRET, callWithRetries, orElseOn } from './retry';
import { DescribedSecret, ListedKey, Routine } from './effects';
import { looksFirst } from './decide';
import { NOTHING_DONE_YET, Observation } from './observation';
import { intentTag } from './records';
import { KEYS_PER_USER } from './situation';

const UNSEEN = { keys: [], secret: { versions: {}, tags: {}, replicas: [] } } as const;

/**
 * Looks at IAM first, then at the secret.
 *
 * So a key that is seen without its label or intent was there before them, and the labels are as fresh as they can be when the next call acts on them.
 */
export function* observe(active: Active): Routine<Observation> {
  const { run, configuration: { owner, payload, user, secretId } } = active;
  const names = { userName: user.name, secretId };
  const readable = payload.credentials !== undefined;
  if (!looksFirst(run.task)) {
    return { run, owner, readable, ...names, memory: active.memory, ...UNSEEN };
  }
  const keys: readonly ListedKey[] | undefined = yield* orElseOn(NO_SUCH_ENTITY, callWithRetries(active, run.deadline, 'listAccessKeys', {}), undefined);
  yield* announceAhead(active, keys);
  const secret: DescribedSecret | undefined = yield* orElseOn(NO_SUCH_SECRET, callWithRetries(active, run.deadline, 'describeSecret', {}), undefined);
  active.replicates = secret !== undefined && secret.replicas.length > 0;
  return { run, owner, readable, ...names, memory: active.memory, keys, secret };
}

/**
 * `createSecret` with a free slot will most likely make a key, and a key is made only where the intent is seen together with a secret that is not closed.
 * So the intent is written before the first look at the secret, which saves the second look. If no key is made after all, the end of the run forgets it.
 */
function* announceAhead(active: Active, keys: readonly ListedKey[] | undefined): Routine<void> {
  const { run } = active;
  if (run.task.kind === 'createSecret' && active.intent === undefined && active.memory === NOTHING_DONE_YET && keys !== undefined && keys.length < KEYS_PER_USER) {
    yield* orElseOn(NO_SUCH_SECRET, announce(active, run.task.token, keys), undefined);
  }
}

/** Writes down that this run is about to make a key, and which keys were there before. */
export function* announce(active: Active, token: string, keys: readonly ListedKey[]): Routine<void> {
  const intent = { run: active.run.id, token, start: active.now, baseline: keys.map(({ id }) => id) };
  active.intent = intent;
  yield* callWithRetries(active, active.run.deadline, 'tagResource', { tags: intentTag(intent) });
}

