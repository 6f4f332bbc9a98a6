import { has, hasFreeSlot, Key, labelled, KeyState, Version, withRole } from '../key-state';
import { Task } from '../task';
import { LAST_USE_OF_REVOKED_KEY } from './create-key';
import { unlabelPending } from './pending-version';
import { LABEL_MOVED_BACK, needsSuccessor } from './revoked-keys';
import { askLastUseOnce, describeKeys, makesRoom, removableKey, slotsTaken } from './rotation-due';
import { done, fail, onKeys, Rule } from './rule';

/** An operator revokes a leaked key: it is deactivated at once, even if clients use it, and replaced. */
export const REVOKE: readonly Rule[] = [
  {
    name: 'fail-revoke-of-other-key',
    when: 'no version of the secret is labelled with the key',
    then: 'fail: no key of another secret is changed',
    evaluate: (state) =>
      revokedVersion(state)
        ? undefined
        : fail(
            `Access key ${revokedId(state)} is not a key of secret ${state.secretId}, so nothing was changed. ` +
              `${keysOfSecret(state)} Check the access key ID, and revoke a key of this secret.`,
          ),
  },
  {
    name: 'tag-key-revoked',
    when: 'the key is to be revoked',
    then: 'record it, so that the next run resumes if this one is interrupted',
    evaluate: (state) =>
      has(state, 'revoked', revokedId(state))
        ? undefined
        : {
            action: { kind: 'record', records: [{ kind: 'revoked', of: revokedId(state) }] },
            reason: `Recording that access key ${revokedId(state)} is revoked, because an operator requested it.`,
          },
  },
  {
    name: 'deactivate-revoked-key',
    when: 'the key is active, or IAM does not list it',
    then: 'deactivate it',
    evaluate: (state) =>
      isOff(state, revokedId(state))
        ? undefined
        : {
            action: { kind: 'deactivate', keyId: revokedId(state) },
            reason: deactivatesRevoked(revokedId(state)),
          },
  },
  {
    name: 'remove-pending-label-of-revoked-key',
    when: 'the key was to be promoted',
    then: 'remove the pending label',
    evaluate: (state) =>
      state.pending && state.pending.keyId === revokedId(state)
        ? unlabelPending(state, `its access key ${revokedId(state)} is revoked`)
        : undefined,
  },
  LABEL_MOVED_BACK,
  {
    name: 'finish-revoked-key-not-current',
    when: 'the key is not the current one, nor did AWSCURRENT just move back from it',
    then: 'done: clients read another key',
    evaluate: (state) =>
      needsSuccessor(state, revokedId(state))
        ? undefined
        : done(`${isRevoked(state)} Clients read another access key from the secret.`),
  },
  {
    name: 'finish-revoke',
    when: 'this run has asked for a new key',
    then: 'done',
    evaluate: (state) =>
      state.memory.rotated ? done(`${isRevoked(state)} A rotation is creating its replacement.`) : undefined,
  },
  {
    name: 'resume-rotation-after-revoke',
    when: 'a rotation to another key is in progress',
    then: 'ask Secrets Manager to resume it',
    evaluate: ({ pending }) =>
      pending?.keyId !== undefined
        ? {
            action: { kind: 'rotate', token: pending.id },
            reason: `Resuming the rotation to access key ${pending.keyId}, because clients need a new key.`,
          }
        : undefined,
  },
  {
    name: 'remove-pending-label-before-rotation',
    when: 'a pending version has no key, and no run is creating one',
    then: 'remove the pending label',
    evaluate: (state) =>
      state.pending && state.liveIntents.length === 0
        ? unlabelPending(state, `version ${state.pending.id} has no access key`)
        : undefined,
  },
  {
    name: 'finish-other-run-creates-key',
    when: 'another run is creating a key',
    then: 'done: the other run creates the replacement',
    evaluate: (state) =>
      state.liveIntents.length > 0 ? done(`${isRevoked(state)} Another run is creating its replacement.`) : undefined,
  },
  LAST_USE_OF_REVOKED_KEY,
  {
    name: 'delete-key-to-make-room-after-revoke',
    when: 'the user has no free access key, and the revoked key or another managed key is inactive',
    then: 'delete it',
    evaluate: (state) => {
      const key = hasFreeSlot(state) ? undefined : removableKey(state);
      return key && { action: { kind: 'delete', keyId: key.id }, reason: makesRoom(state, key) };
    },
  },
  {
    name: 'read-last-use-of-key-blocking-revoke',
    when: 'the user has no free access key because of an unmanaged or a replaced key',
    then: 'ask IAM when that key was last used, for the message',
    evaluate: (state) => (hasFreeSlot(state) ? undefined : onKeys(askLastUseOnce, 'unmanaged', 'replaced')(state)),
  },
  {
    name: 'fail-revoke-blocked',
    when: 'the user has no free access key, and none can be freed',
    then: 'fail: the key is deactivated, and the message names the keys in the way',
    evaluate: (state) =>
      hasFreeSlot(state)
        ? undefined
        : fail(
            `${isRevoked(state)} ${slotsTaken(state)} When the user has a free access key, ` +
              `run "aws secretsmanager rotate-secret --secret-id ${state.secretId}".`,
          ),
  },
  {
    name: 'start-rotation-after-revoke',
    when: 'the user has a free access key',
    then: 'ask Secrets Manager to rotate',
    evaluate: (state) => ({
      action: { kind: 'rotate', token: state.run.id },
      reason: `Starting a rotation, because access key ${revokedId(state)} is revoked.`,
    }),
  },
];

/** A revoke that was interrupted between its record and the deactivation. */
export const INTERRUPTED_REVOKE: Rule = {
  name: 'resume-revoke',
  when: 'a managed key is to be revoked, and is active',
  then: 'deactivate it',
  evaluate: onKeys(
    (state, key: Key) =>
      key.active && has(state, 'revoked', key.id)
        ? { action: { kind: 'deactivate', keyId: key.id }, reason: deactivatesRevoked(key.id) }
        : undefined,
    'current',
    'pending',
    'replaced',
  ),
};

function revokedId({ task }: KeyState): string {
  return (task as Extract<Task, { kind: 'revoke' }>).keyId;
}

function deactivatesRevoked(keyId: string): string {
  return `Deactivating access key ${keyId}, because an operator revoked it.`;
}

function isRevoked(state: KeyState): string {
  return `Access key ${revokedId(state)} is revoked and does not work any more.`;
}

function keysOfSecret(state: KeyState): string {
  return describeKeys(state, withRole(state, 'current', 'pending', 'replaced')) || 'The secret has no access keys.';
}

function revokedVersion(state: KeyState): Version | undefined {
  return labelled(state).find(({ keyId }) => keyId === revokedId(state));
}

/** Whether the key does not work any more, as far as IAM and this run know. */
function isOff({ keys, memory }: KeyState, keyId: string): boolean {
  return (
    memory.deleted.includes(keyId) || (keys.find(({ id }) => id === keyId)?.active ?? memory.changed[keyId]) === false
  );
}
