import { deactivatedByFunction, has, hasFreeSlot, KeyState, Version, withRole } from '../key-state';
import { Task } from '../task';
import { askLastUseOnce, makesRoom, removableKey, slotsTaken } from './rotation-due';
import { fail, onKeys, Rule, wait } from './rule';

/** The last use of a leaked key matters, and IAM does not show it any more after the key is deleted. */
export const LAST_USE_OF_REVOKED_KEY: Rule = {
  name: 'read-last-use-of-revoked-key',
  when: 'the user has no free access key, and a revoked key is to make room',
  then: 'ask IAM when that key was last used, for the log',
  evaluate: (state) => {
    const key = hasFreeSlot(state) ? undefined : removableKey(state);
    return key && has(state, 'revoked', key.id) ? askLastUseOnce(state, key) : undefined;
  },
};

/** The rules by which a run creates a key, waits or fails. */
export function createKeyRules({ endsRun }: { readonly endsRun: boolean }): Rule[] {
  return [
    {
      name: 'fail-other-version-pending',
      when: 'another version with a key is pending',
      then: 'fail',
      evaluate: ({ pending, task, secretId }) =>
        pending?.keyId !== undefined && pending.id !== tokenOf(task)
          ? fail(
              'No access key was created, because an earlier rotation has not finished. ' +
                `It has stored the pending key ${pending.keyId} in secret ${secretId}. ` +
                'A scheduled run resumes it within hours. ' +
                `To resume it now, run "aws secretsmanager rotate-secret --secret-id ${secretId} ` +
                `--client-request-token ${pending.id}". When the rotation has finished, ${tryAgain(task)}.`,
            )
          : undefined,
    },
    {
      name: 'wait-for-other-run',
      when: 'another run has stored a creation intent, earlier than this one',
      then: 'wait for it',
      evaluate: (state) =>
        state.liveIntents.some((intent) => precedes(intent, ownIntent(state))) ? wait(OTHER_RUN_CREATES) : undefined,
    },
    {
      name: 'fail-current-key-inactive',
      when: 'an operator has deactivated the current key',
      then: 'fail: an operator stops the rotation that way, until the key is active again or revoked',
      evaluate: (state) => {
        const { currentKey } = state;
        return currentKey &&
          !currentKey.active &&
          !deactivatedByFunction(state, currentKey.id) &&
          !has(state, 'revoked', currentKey.id)
          ? fail(describeInactiveCurrentKey(state, currentKey.id))
          : undefined;
      },
    },
    {
      name: 'create-key',
      when: 'the user has a free access key and this run has stored a creation intent',
      then: 'create a key, store it with both labels, and remove the intent',
      evaluate: (state) =>
        hasFreeSlot(state) && isFresh(state)
          ? {
              action: { kind: 'createKey', after: state.current?.id },
              reason: 'Creating an access key, because a new one is needed and the user has a free access key.',
              endsRun,
            }
          : undefined,
    },
    {
      name: 'write-creation-intent',
      when: 'the user has a free access key',
      then: 'store a creation intent',
      evaluate: (state) =>
        hasFreeSlot(state)
          ? {
              action: { kind: 'writeIntent' },
              reason: 'Recording on the secret that this run creates an access key, because a new one is needed.',
            }
          : undefined,
    },
    LAST_USE_OF_REVOKED_KEY,
    {
      name: 'delete-key-to-make-room',
      when: 'the user has no free access key, and a revoked key or a replaced one is inactive already',
      then: 'delete that key',
      evaluate: (state) => {
        const key = removableKey(state);
        return key && { action: { kind: 'delete', keyId: key.id }, reason: makesRoom(state, key) };
      },
    },
    {
      name: 'wait-for-key-of-other-run',
      when: 'the user has no free access key, and another run may have created one of the keys just now',
      then: 'wait for that run',
      evaluate: (state) => (withRole(state, 'inFlight').length > 0 ? wait(OTHER_RUN_CREATES) : undefined),
    },
    {
      name: 'read-last-use-of-blocking-key',
      when: 'the user has no free access key because of an unmanaged or a replaced key',
      then: 'ask IAM when that key was last used, for the message',
      evaluate: onKeys(askLastUseOnce, 'unmanaged', 'replaced'),
    },
    {
      name: 'fail-no-free-access-key',
      when: 'the user has no free access key, and none can be freed',
      then: 'fail, and name the keys that are in the way, and until when',
      evaluate: (state) => fail(`${slotsTaken(state)} When the user has a free access key, ${tryAgain(state.task)}.`),
    },
  ];
}

/** The version that a task of Create or of a rotation's step fills in. */
export function tokenOf(task: Task): string {
  return (task as Extract<Task, { token: string }>).token;
}

export function ownVersion({ versions, task }: KeyState): Version | undefined {
  return versions.find(({ id }) => id === tokenOf(task));
}

const OTHER_RUN_CREATES = 'another run is creating an access key';

/** What an operator does once a new key can be created. */
function tryAgain({ kind }: Task): string {
  return kind === 'create' ? 'deploy the stack again' : 'rotate the secret again';
}

/** A current key that the function has not deactivated, and the remedy. */
export function describeInactiveCurrentKey({ userName }: KeyState, keyId: string): string {
  return (
    `An operator or a clean-up job deactivated the current key ${keyId} of user ${userName}. ` +
    'Its clients are refused, and no other access key is created. Activate the key, or revoke it to replace it.'
  );
}

interface IntentOrder {
  readonly start: number;
  readonly run: string;
}

function ownIntent({ records, run }: KeyState): IntentOrder {
  return records.intents.find((intent) => intent.run === run.id) ?? { start: Infinity, run: '' };
}

/** Of two runs that see each other's intents, one is first. */
function precedes(one: IntentOrder, other: IntentOrder): boolean {
  return one.start === other.start ? one.run < other.run : one.start < other.start;
}

/** Whether enough time remains in which the key of this run's intent may be created. */
function isFresh(state: KeyState): boolean {
  return (
    state.now < ownIntent(state).start + state.policy.timing.maxCreateTime / 2 && ownIntent(state).start !== Infinity
  );
}
