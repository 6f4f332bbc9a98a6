import { has, isAccepted, Key, KeyState, Version } from '../key-state';
import { hasBeenCurrent } from '../labels';
import { RecordKind } from '../records';

/** Whether a version that was filled in may become the current one, though it is not pending. */
export function canBePending(state: KeyState, version: Version): boolean {
  return isWaiting(state, version) && (state.readable || isAccepted(state, version));
}

/** Whether a key was made to follow the current one and may still do so, tested or not. A key that was replaced before is on its way out. */
export function isWaiting(state: KeyState, version: Version): boolean {
  const key = keyOf(state, version);
  const goes = (of: string) => LEAVING.some((kind) => has(state, kind, of));
  return key !== undefined && key.active && !goes(key.id) && isNext(state, version);
}

const LEAVING: readonly RecordKind[] = ['replaced', 'abandoned', 'deactivating', 'deactivated', 'revoked'];

/** Whether a key can never become the current one, because nobody can find out any more whether it works. */
export function isUntestable(state: KeyState, version: Version): boolean {
  const key = keyOf(state, version);
  return key !== undefined && !state.readable && !isAccepted(state, version) && !has(state, 'abandoned', key.id) && isNext(state, version)
    && state.now >= key.createdAt + state.policy.timing.stuckAfter;
}

/** Whether a version was made to follow the current one, and has not done so: AWSCURRENT is where it was. */
function isNext({ current }: KeyState, { labels, after }: Version): boolean {
  return !hasBeenCurrent(labels) && after === current?.id;
}

export function keyOf({ keys }: KeyState, { keyId }: Version): Key | undefined {
  return keys.find(({ id }) => id === keyId);
}
