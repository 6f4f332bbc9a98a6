import { Time } from '../effects';
import { has, hasFreeSlot, hasSince, isGone, Key, lastUseOf, recorded, KeyState, withRole } from '../key-state';
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
            reason: `Resuming the rotation to access key ${pending.keyId}, because it was interrupted.`,
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
      const why = reasonToRotate(state);
      return why && !state.memory.rotated && !state.pending && (hasFreeSlot(state) || removableKey(state))
        ? { action: { kind: 'rotate', token: state.run.id }, reason: `Starting a rotation, because ${why}.` }
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
      isBlocked(state)
        ? alert(
            'WARN',
            `A rotation is needed, because ${reasonToRotate(state)}. ${slotsTaken(state)} ` +
              'When the user has a free access key, a scheduled run starts the rotation.',
          )
        : undefined,
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
        reason: `Reading when access key ${id} was last used, because the next message reports it.`,
      };
}

/** Why the current key should be replaced now. */
export function reasonToRotate(state: KeyState): string | undefined {
  const { current, currentKey, now } = state;
  if (current?.keyId === undefined) {
    return undefined;
  }
  if (has(state, 'revoked', current.keyId)) {
    return `access key ${current.keyId} is revoked`;
  }
  const revoked = state.healthy ? revokedSuccessor(state) : undefined;
  if (revoked) {
    return (
      `access key ${revoked.keyId} is revoked and access key ${current.keyId} is the current key only until ` +
      'a new one exists'
    );
  }
  if (isGone(state, current.keyId)) {
    return `an operator deleted the current key ${current.keyId}`;
  }
  const due = currentKey?.active ? dueOf(state, currentKey) : Infinity;
  return now >= due + state.policy.timing.overdueAfter
    ? `the rotation of the current key ${current.keyId} was due on ${isoTime(due)}`
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
  const wasRevoked = has(state, 'revoked', id) ? ` It is revoked. ${describeLastUse(state, id, 'It')}` : '';
  return `Deleting access key ${id}, because a rotation needs a free access key of the user.${wasRevoked}`;
}

/** The keys that are in the way of a new key, for operators. */
export function slotsTaken(state: KeyState): string {
  return (
    `No access key can be created, because user ${state.userName} has two access keys, the most that IAM allows. ` +
    describeKeys(state, state.keys)
  );
}

/** Keys with their roles and their last uses, for operators. */
export function describeKeys(state: KeyState, keys: readonly Key[]): string {
  return keys.map((key) => describe(state, key)).join(' ');
}

type DescribeKey = (keyId: string) => string;

const DESCRIPTIONS: Record<Key['role'], DescribeKey> = {
  current: (keyId) => `Access key ${keyId} is the current key.`,
  pending: (keyId) => `Access key ${keyId} is the pending key.`,
  replaced: (keyId) => `Access key ${keyId} was replaced.`,
  inFlight: (keyId) => `Another run may have created access key ${keyId} just now.`,
  orphan: (keyId) => `An interrupted run created access key ${keyId}, and scheduled runs delete it.`,
  unmanaged: (keyId) => `Access key ${keyId} is unmanaged.`,
};

const ABANDONED: DescribeKey = (keyId) => `Access key ${keyId} was never promoted, and scheduled runs delete it.`;

function describe(state: KeyState, key: Key): string {
  const subject = wasNeverCurrent(state, key.id) ? ABANDONED : DESCRIPTIONS[key.role];
  return [
    subject(key.id),
    ...describeOverlap(state, key),
    ...(lastUseOf(state, key.id) === undefined ? [] : [describeLastUse(state, key.id, 'It')]),
    ...(key.role === 'unmanaged' ? [remedyForUnmanaged(state)] : []),
  ].join(' ');
}

function remedyForUnmanaged({ policy: { retireUnmanagedKeysAfter } }: KeyState): string {
  return retireUnmanagedKeysAfter === undefined
    ? 'If no client uses this key, delete the key, or set retireUnmanagedKeysAfter.'
    : 'If no client uses this key, delete the key, or wait until it has been unused for ' +
        `${retireUnmanagedKeysAfter / DAY} days.`;
}

/** How long a replaced key stays active, and why its overlap may have begun late. */
function describeOverlap(state: KeyState, key: Key): string[] {
  const end =
    key.role === 'replaced' && key.active && !wasNeverCurrent(state, key.id) ? endOfOverlap(state, key) : undefined;
  return end === undefined ? [] : [`It stays active until ${isoTime(end)} or later.`, ...lostRecord(state, key)];
}

/** Why an overlap ends late: its beginning was recorded long after the replacement had been created. */
function lostRecord(state: KeyState, { id }: Key): string[] {
  const {
    currentKey,
    policy: { timing },
  } = state;
  const replaced = recorded(state, 'replaced', id)!;
  return currentKey && replaced > currentKey.createdAt + timing.overdueAfter
    ? [
        `Its overlap, in which clients change to the new key, counts from ${isoTime(replaced)}, although ` +
          `access key ${currentKey.id} was created on ` +
          `${isoTime(currentKey.createdAt)}.`,
        'Either the rotation took that long, or the staging label with the start of the overlap was removed.',
      ]
    : [];
}

/** When a key was last used, as far as this run has asked. */
export function describeLastUse(state: KeyState, keyId: string, subject: string): string {
  const lastUse = lastUseOf(state, keyId);
  if (typeof lastUse === 'number') {
    return `${subject} was last used on ${isoTime(lastUse)}.`;
  }
  return lastUse === 'never'
    ? `${subject} was never used.`
    : `${subject} may have been used, because its last use could not be read.`;
}
