import { has, hasFreeSlot, Key, labelled, Situation, Version, withRole } from '../situation';
import { Task } from '../task';
import { askLastUseOnce, describeKeys, makesRoom, removableKey, slotsTaken } from './asking-for-rotation';
import { LAST_USE_OF_REVOKED_KEY } from './minting';
import { unlabelPending } from './pending-version';
import { LABEL_MOVED_BACK, needsSuccessor } from './revoked-keys';
import { done, fail, onKeys, Rule } from './rule';

/** An operator says that a key leaked: it stops working now, whatever reads it, and a new one follows. */
export const REVOKE: readonly Rule[] = [
  {
    name: 'fail-revoke-of-other-key',
    when: 'no version of the secret is labelled with the key',
    then: 'fail: a key that is not ours is never touched',
    judge: (situation) => revokedVersion(situation) ? undefined : fail(
      `key ${revokedId(situation)} is not a key of secret ${situation.secretId}, and nothing is changed. Its keys are: ${keysOfSecret(situation)}`),
  },
  {
    name: 'tag-key-revoked',
    when: 'the key is to be revoked',
    then: 'write it down, so that the next run goes on if this one is interrupted',
    judge: (situation) => has(situation, 'revoked', revokedId(situation)) ? undefined : {
      action: { kind: 'record', records: [{ kind: 'revoked', of: revokedId(situation) }] }, reason: `key ${revokedId(situation)} is marked as revoked`,
    },
  },
  {
    name: 'deactivate-revoked-key',
    when: 'the key is active, or IAM does not list it',
    then: 'deactivate it',
    judge: (situation) => isOff(situation, revokedId(situation)) ? undefined : {
      action: { kind: 'deactivate', keyId: revokedId(situation) }, reason: `key ${revokedId(situation)} was revoked`,
    },
  },
  {
    name: 'remove-pending-label-of-revoked-key',
    when: 'the key was to become the current one',
    then: 'remove the pending label',
    judge: (situation) => situation.pending && situation.pending.keyId === revokedId(situation)
      ? unlabelPending(situation, 'a revoked key is never promoted') : undefined,
  },
  LABEL_MOVED_BACK,
  {
    name: 'finish-revoked-key-not-current',
    when: 'the key is not the current one, nor did AWSCURRENT just move back from it',
    then: 'done: clients read another key',
    judge: (situation) => needsSuccessor(situation, revokedId(situation))
      ? undefined : done(`key ${revokedId(situation)} was revoked; clients read another key`),
  },
  {
    name: 'finish-revoke',
    when: 'this run has asked for a new key',
    then: 'done',
    judge: (situation) => situation.memory.rotated ? done(`key ${revokedId(situation)} was revoked; its replacement is being created`) : undefined,
  },
  {
    name: 'resume-rotation-after-revoke',
    when: 'a rotation to another key is on its way',
    then: 'ask Secrets Manager to go on with it',
    judge: ({ pending }) => pending?.keyId !== undefined
      ? { action: { kind: 'rotate', token: pending.id }, reason: `key ${pending.keyId} is pending` } : undefined,
  },
  {
    name: 'remove-pending-label-before-rotation',
    when: 'a pending version has no key, and no run is making one',
    then: 'remove the pending label',
    judge: (situation) => situation.pending && situation.liveIntents.length === 0
      ? unlabelPending(situation, 'the pending version has no key') : undefined,
  },
  {
    name: 'finish-other-run-creates-key',
    when: 'another run is making the next key',
    then: 'done: the next key is on its way',
    judge: (situation) => situation.liveIntents.length > 0
      ? done(`key ${revokedId(situation)} was revoked; another run is creating its replacement`) : undefined,
  },
  LAST_USE_OF_REVOKED_KEY,
  {
    name: 'delete-key-to-make-room-after-revoke',
    when: 'no slot is free, and the revoked key or another inactive key of ours is there',
    then: 'delete it',
    judge: (situation) => {
      const key = hasFreeSlot(situation) ? undefined : removableKey(situation);
      return key && { action: { kind: 'delete', keyId: key.id }, reason: makesRoom(situation, key) };
    },
  },
  {
    name: 'read-last-use-of-key-blocking-revoke',
    when: 'no slot is free, because of a key that is not ours or that was replaced',
    then: 'ask IAM when that key was last used, for the message',
    judge: (situation) => hasFreeSlot(situation) ? undefined : onKeys(askLastUseOnce, 'unmanaged', 'replaced')(situation),
  },
  {
    name: 'fail-revoke-blocked',
    when: 'no slot is free and none can be freed',
    then: 'fail: the key is deactivated, and what is in the way is named',
    judge: (situation) => hasFreeSlot(situation) ? undefined : fail(`key ${revokedId(situation)} is deactivated, but no new access key can be created: ${slotsTaken(situation)}`),
  },
  {
    name: 'start-rotation-after-revoke',
    when: 'a slot is free',
    then: 'ask Secrets Manager to rotate',
    judge: (situation) => ({ action: { kind: 'rotate', token: situation.run.id }, reason: `key ${revokedId(situation)} was revoked` }),
  },
];

/** A revoke that was interrupted between its record and the deactivation. */
export const INTERRUPTED_REVOKE: Rule = {
  name: 'resume-revoke',
  when: 'a key of ours is to be revoked, and is active',
  then: 'deactivate it',
  judge: onKeys((situation, key: Key) => key.active && has(situation, 'revoked', key.id)
    ? { action: { kind: 'deactivate', keyId: key.id }, reason: `key ${key.id} was revoked` } : undefined, 'current', 'pending', 'replaced'),
};

function revokedId({ task }: Situation): string {
  return (task as Extract<Task, { kind: 'revoke' }>).keyId;
}

function keysOfSecret(situation: Situation): string {
  return describeKeys(situation, withRole(situation, 'current', 'pending', 'replaced')) || 'none';
}

function revokedVersion(situation: Situation): Version | undefined {
  return labelled(situation).find(({ keyId }) => keyId === revokedId(situation));
}

/** Whether the key does not work any more, as far as IAM and this run know. */
function isOff({ keys, memory }: Situation, keyId: string): boolean {
  return memory.deleted.includes(keyId) || (keys.find(({ id }) => id === keyId)?.active ?? memory.changed[keyId]) === false;
}

