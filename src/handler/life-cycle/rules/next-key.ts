import { hasBeenCurrent } from '../labels';
import { RecordKind } from '../records';
import { has, isAccepted, Key, Situation, Version } from '../situation';

/** Whether a version that was filled in may become the current one, though it is not pending. */
export function canBePending(situation: Situation, version: Version): boolean {
  return isWaiting(situation, version) && (situation.readable || isAccepted(situation, version));
}

/** Whether a key was made to follow the current one and may still do so, tested or not. A key that was replaced before is on its way out. */
export function isWaiting(situation: Situation, version: Version): boolean {
  const key = keyOf(situation, version);
  const goes = (of: string) => LEAVING.some((kind) => has(situation, kind, of));
  return key !== undefined && key.active && !goes(key.id) && isNext(situation, version);
}

const LEAVING: readonly RecordKind[] = ['replaced', 'abandoned', 'deactivating', 'deactivated', 'revoked'];

/** Whether a key can never become the current one, because nobody can find out any more whether it works. */
export function isUntestable(situation: Situation, version: Version): boolean {
  const key = keyOf(situation, version);
  return key !== undefined && !situation.readable && !isAccepted(situation, version) && !has(situation, 'abandoned', key.id) && isNext(situation, version)
    && situation.now >= key.createdAt + situation.policy.timing.stuckAfter;
}

/** Whether a version was made to follow the current one, and has not done so: AWSCURRENT is where it was. */
function isNext({ current }: Situation, { labels, after }: Version): boolean {
  return !hasBeenCurrent(labels) && after === current?.id;
}

export function keyOf({ keys }: Situation, { keyId }: Version): Key | undefined {
  return keys.find(({ id }) => id === keyId);
}
