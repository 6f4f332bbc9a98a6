import { Time } from '../calls';
import { DAY } from '../policy';
import { text } from '../records';
import { has, hasFreeSlot, hasSince, isGone, Key, Situation, withRole } from '../situation';
import { pendingKey } from './pending-version';
import { endOfOverlap, wasNeverCurrent } from './replaced-keys';
import { done, Rule } from './rule';

/** When a tick asks Secrets Manager to rotate. It never makes a key itself. */
export const ASKING_FOR_ROTATION: readonly Rule[] = [
  {
    name: 'rotation-stuck',
    when: 'a pending version with an active key has waited for an hour',
    then: 'ask Secrets Manager to go on with that rotation',
    judge: (situation) => {
      const { pending, policy, memory } = situation;
      return pending && !memory.rotated && pendingKey(situation)?.active && hasSince(situation, 'pending', pending.id, policy.timing.stuckAfter)
        ? { action: { kind: 'rotate', token: pending.id }, reason: `the rotation to key ${pending.keyId} stopped half way` } : undefined;
    },
  },
  {
    name: 'rotation-due',
    when: 'the current key is a day past its rotation, or gone for a quarter of an hour, or revoked, and a slot is free or can be freed',
    then: 'ask Secrets Manager to rotate',
    judge: (situation) => {
      const reason = reasonToRotate(situation);
      return reason && !situation.memory.rotated && !situation.pending && (hasFreeSlot(situation) || removableKey(situation))
        ? { action: { kind: 'rotate', token: situation.run.id }, reason } : undefined;
    },
  },
  {
    name: 'rotation-blocked',
    when: 'the current key is a day past its rotation, or gone, or revoked, and no slot is free',
    then: 'report what is in the way',
    judge: (situation) => {
      const reason = reasonToRotate(situation);
      return reason && !situation.memory.rotated && !situation.pending ? done(`${reason}, but ${slotsTaken(situation)}`) : undefined;
    },
  },
];

/** Why the current key should be replaced now. */
export function reasonToRotate(situation: Situation): string | undefined {
  const { current, currentKey, now } = situation;
  if (current?.keyId === undefined) {
    return undefined;
  }
  if (has(situation, 'revoked', current.keyId)) {
    return `key ${current.keyId} was revoked`;
  }
  if (isGone(situation, current.keyId)) {
    return `the current key ${current.keyId} was deleted by a person`;
  }
  const due = currentKey?.active ? dueOf(situation, currentKey) : Infinity;
  return now >= due + situation.policy.timing.overdueAfter ? `the rotation of key ${current.keyId} was due on ${text(due)}` : undefined;
}

function dueOf({ policy }: Situation, { createdAt }: Key): Time {
  return createdAt + (policy.rotateAfter ?? Infinity);
}

/**
 * A key of ours that may be deleted at once to make room: a replaced one that is inactive, while the current one works or is gone for good; one that never was current, if the current one is gone; any
 * replaced one, if the current key was revoked.
 */
export function removableKey(situation: Situation): Key | undefined {
  const { healthy, current } = situation;
  const revoked = current?.keyId !== undefined && has(situation, 'revoked', current.keyId);
  const gone = current?.keyId !== undefined && isGone(situation, current.keyId);
  return withRole(situation, 'replaced').find(({ id, active }) => revoked || ((healthy || gone) && !active) || (gone && wasNeverCurrent(situation, id)));
}

/** What is in the way of a new key, for people. */
export function slotsTaken(situation: Situation): string {
  return `the user has two keys already: ${describeKeys(situation, situation.keys)}`;
}

/** Keys with what they are and when they were last used, for people. */
export function describeKeys(situation: Situation, keys: readonly Key[]): string {
  return keys.map((key) => describe(situation, key)).join(', ');
}

const DESCRIPTIONS: Record<Key['role'], string> = {
  current: 'is the current one',
  pending: 'is the next one',
  replaced: 'was replaced',
  inFlight: 'may have been made by another run just now',
  orphan: 'was left by an interrupted run and will be deleted',
  foreign: 'is not managed here: delete it if nobody uses it',
};

const ABANDONED = 'will never be the current one and goes with the next ticks';

function hint({ policy: { retireForeignKeysAfter } }: Situation, { role }: Key): string {
  if (role !== 'foreign') {
    return '';
  }
  return retireForeignKeysAfter === undefined ? ', or set retireForeignKeysAfter' : `, or wait until it has been unused for ${retireForeignKeysAfter / DAY} days`;
}

function describe(situation: Situation, key: Key): string {
  const end = key.role === 'replaced' && key.active && !wasNeverCurrent(situation, key.id) ? endOfOverlap(situation, key) : undefined;
  const { [key.id]: lastUse } = situation.memory.lastUse;
  return `${key.id} ${wasNeverCurrent(situation, key.id) ? ABANDONED : DESCRIPTIONS[key.role]}${hint(situation, key)}${end === undefined ? '' : ` and stays until ${text(end)} or later`}${lastUse === undefined ? '' : `, last used: ${typeof lastUse === 'number' ? text(lastUse) : lastUse}`}`;
}
