import { Time } from '../effects';
import { DAY } from '../policy';
import { text } from '../records';
import { has, hasFreeSlot, hasSince, isGone, Key, recorded, Situation, withRole } from '../situation';
import { pendingKey } from './pending-version';
import { endOfOverlap, wasNeverCurrent } from './replaced-keys';
import { revokedSuccessor } from './revoked-keys';
import { alert, onKeys, Rule } from './rule';

/** When a scheduled run asks Secrets Manager to rotate. It never makes a key itself. */
export const ASKING_FOR_ROTATION: readonly Rule[] = [
  {
    name: 'resume-rotation',
    when: 'a pending version with an active key has waited for an hour',
    then: 'ask Secrets Manager to go on with that rotation',
    judge: (situation) => {
      const { pending, policy, memory } = situation;
      return pending && !memory.rotated && pendingKey(situation)?.active && hasSince(situation, 'pending', pending.id, policy.timing.stuckAfter)
        ? { action: { kind: 'rotate', token: pending.id }, reason: `the rotation to key ${pending.keyId} was interrupted` } : undefined;
    },
  },
  {
    name: 'start-rotation',
    when: 'the current key is a day past its rotation, or gone for half an hour, or revoked, and a slot is free or can be freed',
    then: 'ask Secrets Manager to rotate',
    judge: (situation) => {
      const reason = reasonToRotate(situation);
      return reason && !situation.memory.rotated && !situation.pending && (hasFreeSlot(situation) || removableKey(situation))
        ? { action: { kind: 'rotate', token: situation.run.id }, reason } : undefined;
    },
  },
  {
    name: 'read-last-use-of-key-blocking-rotation',
    when: 'a rotation is due, and no slot is free because of a key that is not ours or that was replaced',
    then: 'ask IAM when that key was last used, for the message',
    judge: (situation) => isBlocked(situation) ? onKeys(askLastUseOnce, 'unmanaged', 'replaced')(situation) : undefined,
  },
  {
    name: 'report-rotation-blocked',
    when: 'the current key is a day past its rotation, or gone, or revoked, and no slot is free',
    then: 'report what is in the way',
    judge: (situation) => isBlocked(situation) ? alert('WARN', `${reasonToRotate(situation)}, but ${slotsTaken(situation)}`) : undefined,
  },
];

/** Whether a rotation is due that Secrets Manager was not asked for, as the rules before this have found no place for the next key. */
function isBlocked(situation: Situation): boolean {
  return reasonToRotate(situation) !== undefined && !situation.memory.rotated && !situation.pending;
}

/** The last use of a key, for a message and not for a decision. */
export function askLastUseOnce({ memory }: Situation, { id }: Key) {
  return id in memory.lastUse ? undefined : { action: { kind: 'askLastUse' as const, keyId: id }, reason: `the last use of key ${id} is a part of the message` };
}

/** Why the current key should be replaced now. */
export function reasonToRotate(situation: Situation): string | undefined {
  const { current, currentKey, now } = situation;
  if (current?.keyId === undefined) {
    return undefined;
  }
  if (has(situation, 'revoked', current.keyId)) {
    return `key ${current.keyId} was revoked`;
  }
  const revoked = situation.healthy ? revokedSuccessor(situation) : undefined;
  if (revoked) {
    return `key ${revoked.keyId} was revoked, and the key that it had replaced, ${current.keyId}, is current until the next one is created`;
  }
  if (isGone(situation, current.keyId)) {
    return `the current key ${current.keyId} was deleted by an operator`;
  }
  const due = currentKey?.active ? dueOf(situation, currentKey) : Infinity;
  return now >= due + situation.policy.timing.overdueAfter ? `the rotation of key ${current.keyId} was due on ${text(due)}` : undefined;
}

function dueOf({ policy }: Situation, { createdAt }: Key): Time {
  return createdAt + (policy.rotateAfter ?? Infinity);
}

/**
 * A key of ours that may be deleted at once to make room for the next one, in this order:
 *
 * - a revoked key that is inactive, even if it is the current key: nobody can sign with it;
 * - an inactive replaced key, while the current key works or is gone for good;
 * - a key that was never current, if the current key is gone for good.
 *
 * An active key that was current once never makes room, since clients may still sign with it.
 */
export function removableKey(situation: Situation): Key | undefined {
  const { healthy, current } = situation;
  const replaced = withRole(situation, 'replaced');
  const gone = current?.keyId !== undefined && isGone(situation, current.keyId);
  return withRole(situation, 'replaced', 'current').find(({ id, active }) => !active && has(situation, 'revoked', id))
    ?? replaced.find(({ active }) => (healthy || gone) && !active)
    ?? replaced.find(({ id }) => gone && wasNeverCurrent(situation, id));
}

/** Why a key makes room, with the last use of a revoked one: once the key is deleted, IAM does not show it any more. */
export function makesRoom(situation: Situation, { id }: Key): string {
  const wasRevoked = has(situation, 'revoked', id) ? `; it was revoked${lastUseText(situation, id)}` : '';
  return `key ${id} is deleted so that the user has a free access key${wasRevoked}`;
}

/** What is in the way of a new key, for people. */
export function slotsTaken(situation: Situation): string {
  return `user ${situation.userName} has two access keys, the most that IAM allows: ${describeKeys(situation, situation.keys)}`;
}

/** Keys with what they are and when they were last used, for people. */
export function describeKeys(situation: Situation, keys: readonly Key[]): string {
  return keys.map((key) => describe(situation, key)).join(', ');
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

function hint({ policy: { retireUnmanagedKeysAfter } }: Situation, { role }: Key): string {
  if (role !== 'unmanaged') {
    return '';
  }
  return retireUnmanagedKeysAfter === undefined ? ', or set retireUnmanagedKeysAfter' : `, or wait until it has been unused for ${retireUnmanagedKeysAfter / DAY} days`;
}

function describe(situation: Situation, key: Key): string {
  const end = key.role === 'replaced' && key.active && !wasNeverCurrent(situation, key.id) ? endOfOverlap(situation, key) : undefined;
  return `${key.id} ${wasNeverCurrent(situation, key.id) ? ABANDONED : DESCRIPTIONS[key.role]}${hint(situation, key)}${end === undefined ? '' : ` and stays active until ${text(end)} or later${lostRecord(situation, key)}`}${lastUseText(situation, key.id)}`;
}

/** Why an overlap ends late: its beginning was recorded long after the next key had been created. */
function lostRecord(situation: Situation, { id }: Key): string {
  const { currentKey, policy: { timing } } = situation;
  const replaced = recorded(situation, 'replaced', id)!;
  return currentKey && replaced > currentKey.createdAt + timing.overdueAfter
    ? ` (counted from ${text(replaced)}, though key ${currentKey.id} was created on ${text(currentKey.createdAt)}:`
      + ' the rotation took so long, or the staging label that recorded its end was removed)' : '';
}

/** When a key was last used, if this run has asked. */
export function lastUseText({ memory }: Situation, keyId: string): string {
  const { [keyId]: lastUse } = memory.lastUse;
  return lastUse === undefined ? '' : `, last used: ${typeof lastUse === 'number' ? text(lastUse) : lastUse}`;
}
