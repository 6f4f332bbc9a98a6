import { has, isAccepted, Key, KeyState, Version } from '../key-state';
import { hasBeenCurrent } from '../labels';
import { RecordKind } from '../records';

/** Whether a version that was filled in may be promoted, though it is not pending. */
export function canBePending(state: KeyState, version: Version): boolean {
  return isWaiting(state, version) && (state.readable || isAccepted(state, version));
}

/**
 * Whether a key was created to replace the current one and may still be promoted, tested or not. A key that was
 * replaced before is not.
 */
export function isWaiting(state: KeyState, version: Version): boolean {
  const key = listedKey(state, version);
  const isLeaving = (of: string) => LEAVING.some((kind) => has(state, kind, of));
  return key !== undefined && key.active && !isLeaving(key.id) && isNext(state, version);
}

const LEAVING: readonly RecordKind[] = ['replaced', 'abandoned', 'deactivating', 'deactivated', 'revoked'];

/** Whether a key can never be promoted, because it cannot be tested any more. */
export function isUntestable(state: KeyState, version: Version): boolean {
  const key = listedKey(state, version);
  return (
    key !== undefined &&
    !state.readable &&
    !isAccepted(state, version) &&
    !has(state, 'abandoned', key.id) &&
    isNext(state, version) &&
    state.now >= key.createdAt + state.policy.timing.stuckAfter
  );
}

/** Whether a version was created to replace the current one, and AWSCURRENT was not moved since. */
function isNext({ current }: KeyState, { labels, after }: Version): boolean {
  return !hasBeenCurrent(labels) && after === current?.id;
}

export function listedKey({ keys }: KeyState, { keyId }: Version): Key | undefined {
  return keys.find(({ id }) => id === keyId);
}
