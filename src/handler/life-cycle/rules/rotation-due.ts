import { Time } from '../effects';
import { has, hasFreeSlot, hasSince, isGone, Key, recorded, KeyState, withRole } from '../key-state';
import { DAY } from '../policy';
import { isoTime } from '../records';
import { pendingKey } from './pending-version';
import { endOfOverlap, wasNeverCurrent } from './replaced-keys';
import { revokedSuccessor } from './revoked-keys';
import { alert, onKeys, Rule } from './rule';

/** When a scheduled run asks Secrets Manager to rotate. It never creates a key itself. */
export const ROTATION_DUE: readonly Rule[] = [
  {
    name: 'resume-rotation',
    when: 'a pending version with an active key has waited for an hour',
    then: 'ask Secrets Manager to resume that rotation',
    evaluate: (state) => {
      const { pending, policy, memory } = state;
      return pending &&
        !memory.rotated &&
        pendingKey(state)?.active &&
        hasSince(state, 'pending', pending.id, policy.timing.stuckAfter)
        ? {
            action: { kind: 'rotate', token: pending.id },
            reason: `the rotation to key ${pending.keyId} was interrupted`,
          }
        : undefined;
    },
  },
  {
    name: 'start-rotation',
    when:
      'the current key is a day past its rotation, or gone for half an hour, or revoked, and the user has ' +
      'a free access key, or one can be freed',
    then: 'ask Secrets Manager to rotate',
    evaluate: (state) => {
      const reason = reasonToRotate(state);
      return reason && !state.memory.rotated && !state.pending && (hasFreeSlot(state) || removableKey(state))
        ? { action: { kind: 'rotate', token: state.run.id }, reason }
        : undefined;
    },
  },
  {
    name: 'read-last-use-of-key-blocking-rotation',
    when: 'a rotation is due, and the user has no free access key because of an unmanaged or a replaced key',
    then: 'ask IAM when that key was last used, for the message',
    evaluate: (state) => (isBlocked(state) ? onKeys(askLastUseOnce, 'unmanaged', 'replaced')(state) : undefined),
  },
  {
    name: 'report-rotation-blocked',
    when: 'the current key is a day past its rotation, or gone, or revoked, and the user has no free access key',
    then: 'report the keys that are in the way',
    evaluate: (state) =>
      isBlocked(state) ? alert('WARN', `${reasonToRotate(state)}, but ${slotsTaken(state)}`) : undefined,
  },
];

/** Whether a rotation is due that was not requested, because the rules before this have found no free access key. */
function isBlocked(state: KeyState): boolean {
  return reasonToRotate(state) !== undefined && !state.memory.rotated && !state.pending;
}

/** The last use of a key, for a message and not for a decision. */
export function askLastUseOnce({ memory }: KeyState, { id }: Key) {
  return id in memory.lastUse
    ? undefined
    : {
        action: { kind: 'askLastUse' as const, keyId: id },
        reason: `the last use of key ${id} is a part of the message`,
      };
}

/** Why the current key should be replaced now. */
export function reasonToRotate(state: KeyState): string | undefined {
  const { current, currentKey, now } = state;
  if (current?.keyId === undefined) {
    return undefined;
  }
  if (has(state, 'revoked', current.keyId)) {
    return `key ${current.keyId} was revoked`;
  }
  const revoked = state.healthy ? revokedSuccessor(state) : undefined;
  if (revoked) {
    return (
      `key ${revoked.keyId} was revoked, and the key that it had replaced, ${current.keyId}, is current ` +
      'until the next one is created'
    );
  }
  if (isGone(state, current.keyId)) {
    return `the current key ${current.keyId} was deleted by an operator`;
  }
  const due = currentKey?.active ? dueOf(state, currentKey) : Infinity;
  return now >= due + state.policy.timing.overdueAfter
    ? `the rotation of key ${current.keyId} was due on ${isoTime(due)}`
    : undefined;
}

function dueOf({ policy }: KeyState, { createdAt }: Key): Time {
  return createdAt + (policy.rotateAfter ?? Infinity);
}

/**
 * A managed key that may be deleted at once so that the user has a free access key, in this order:
 *
 * - a revoked key that is inactive, even if it is the current key: no client can sign with it;
 * - an inactive replaced key, while the current key works or was deleted;
 * - a key that was never current, if the current key was deleted.
 *
 * An active key that was current once is never deleted for that, since clients may still sign with it.
 */
export function removableKey(state: KeyState): Key | undefined {
  const { healthy, current } = state;
  const replaced = withRole(state, 'replaced');
  const gone = current?.keyId !== undefined && isGone(state, current.keyId);
  return (
    withRole(state, 'replaced', 'current').find(({ id, active }) => !active && has(state, 'revoked', id)) ??
    replaced.find(({ active }) => (healthy || gone) && !active) ??
    replaced.find(({ id }) => gone && wasNeverCurrent(state, id))
  );
}

/**
 * The reason for the deletion, with the last use of a revoked key: after the deletion, IAM does not show it any more.
 */
export function makesRoom(state: KeyState, { id }: Key): string {
  const wasRevoked = has(state, 'revoked', id) ? `; it was revoked${describeLastUse(state, id)}` : '';
  return `key ${id} is deleted so that the user has a free access key${wasRevoked}`;
}

/** The keys that are in the way of a new key, for operators. */
export function slotsTaken(state: KeyState): string {
  return `user ${state.userName} has two access keys, the most that IAM allows: ${describeKeys(state, state.keys)}`;
}

/** Keys with their roles and their last uses, for operators. */
export function describeKeys(state: KeyState, keys: readonly Key[]): string {
  return keys.map((key) => describe(state, key)).join(', ');
}

const DESCRIPTIONS: Record<Key['role'], string> = {
  current: 'is the current key',
  pending: 'is the pending key',
  replaced: 'was replaced',
  inFlight: 'may have been created by another run just now',
  orphan: 'was created by an interrupted run and will be deleted',
  unmanaged: 'is not managed by this construct: delete it if no client uses it',
};

const ABANDONED = 'was never promoted and will be deleted by the next scheduled runs';

function hint({ policy: { retireUnmanagedKeysAfter } }: KeyState, { role }: Key): string {
  if (role !== 'unmanaged') {
    return '';
  }
  return retireUnmanagedKeysAfter === undefined
    ? ', or set retireUnmanagedKeysAfter'
    : `, or wait until it has been unused for ${retireUnmanagedKeysAfter / DAY} days`;
}

function describe(state: KeyState, key: Key): string {
  const end =
    key.role === 'replaced' && key.active && !wasNeverCurrent(state, key.id) ? endOfOverlap(state, key) : undefined;
  return (
    `${key.id} ` +
    `${wasNeverCurrent(state, key.id) ? ABANDONED : DESCRIPTIONS[key.role]}${hint(state, key)}${
      end === undefined
        ? ''
        : ' and stays active until ' + `${isoTime(end)} ` + 'or ' + `later${lostRecord(state, key)}`
    }${describeLastUse(state, key.id)}`
  );
}

/** Why an overlap ends late: its beginning was recorded long after the replacement had been created. */
function lostRecord(state: KeyState, { id }: Key): string {
  const {
    currentKey,
    policy: { timing },
  } = state;
  const replaced = recorded(state, 'replaced', id)!;
  return currentKey && replaced > currentKey.createdAt + timing.overdueAfter
    ? ` (counted from ${isoTime(replaced)}, though key ${currentKey.id} was created on ` +
        `${isoTime(currentKey.createdAt)}:` +
        ' the rotation took so long, or the staging label that recorded its end was removed)'
    : '';
}

/** When a key was last used, if this run has asked. */
export function describeLastUse({ memory }: KeyState, keyId: string): string {
  const { [keyId]: lastUse } = memory.lastUse;
  return lastUse === undefined ? '' : `, last used: ${typeof lastUse === 'number' ? isoTime(lastUse) : lastUse}`;
}
