import { deactivatedByUs, has, hasFreeSlot, Situation, Version, withRole } from '../situation';
import { Task } from '../task';
import { askLastUseOnce, makesRoom, removableKey, slotsTaken } from './asking-for-rotation';
import { fail, onKeys, Rule, wait } from './rule';

/** The last use of a leaked key matters, and IAM shows it no more once the key is deleted. */
export const LAST_USE_OF_REVOKED_KEY: Rule = {
  name: 'read-last-use-of-revoked-key',
  when: 'no slot is free, and a revoked key is to make room',
  then: 'ask IAM when that key was last used, for the log',
  judge: (situation) => {
    const key = hasFreeSlot(situation) ? undefined : removableKey(situation);
    return key && has(situation, 'revoked', key.id) ? askLastUseOnce(situation, key) : undefined;
  },
};

/** How a run that was asked for a key comes to it, or learns that it must not. */
export function mintingRules({ last }: { readonly last: boolean }): Rule[] {
  return [
    {
      name: 'fail-other-version-pending',
      when: 'another version with a key is pending',
      then: 'fail',
      judge: ({ pending, task, secretId }) => pending?.keyId !== undefined && pending.id !== tokenOf(task)
        ? fail(
          `the rotation to key ${pending.keyId} of secret ${secretId} has not finished. Wait for a scheduled run, which resumes it,`
          + ` or resume it by "aws secretsmanager rotate-secret --secret-id ${secretId} --client-request-token ${pending.id}"`) : undefined,
    },
    {
      name: 'wait-for-other-run',
      when: 'another run has announced a key, earlier than this one',
      then: 'wait for it',
      judge: (situation) => situation.liveIntents.some((intent) => precedes(intent, ownIntent(situation)))
        ? wait(otherRunCreates(situation)) : undefined,
    },
    {
      name: 'fail-current-key-inactive',
      when: 'a person has deactivated the current key',
      then: 'fail: that is a kill switch, until the key is active again or revoked',
      judge: (situation) => {
        const { currentKey } = situation;
        return currentKey && !currentKey.active && !deactivatedByUs(situation, currentKey.id) && !has(situation, 'revoked', currentKey.id)
          ? fail(`the current key ${currentKey.id} of user ${situation.userName} was deactivated by an operator or a clean-up job. Activate it, or revoke it to have it replaced`) : undefined;
      },
    },
    {
      name: 'create-key',
      when: 'a slot is free and this run has announced a key',
      then: 'make it, store it with both labels, and forget the intent',
      judge: (situation) => hasFreeSlot(situation) && isFresh(situation)
        ? { action: { kind: 'mint', after: situation.current?.id }, reason: 'a new key is needed, and the user has a free access key', last } : undefined,
    },
    {
      name: 'write-creation-intent',
      when: 'a slot is free',
      then: 'announce a key',
      judge: (situation) => hasFreeSlot(situation) ? { action: { kind: 'announce' }, reason: 'a new key is needed, and the user has a free access key' } : undefined,
    },
    LAST_USE_OF_REVOKED_KEY,
    {
      name: 'delete-key-to-make-room',
      when: 'no slot is free, and a revoked key or a replaced one is inactive already',
      then: 'delete that key',
      judge: (situation) => {
        const key = removableKey(situation);
        return key && { action: { kind: 'delete', keyId: key.id }, reason: makesRoom(situation, key) };
      },
    },
    {
      name: 'wait-for-key-of-other-run',
      when: 'no slot is free, and another run may have made one of the keys just now',
      then: 'wait for that run',
      judge: (situation) => withRole(situation, 'inFlight').length > 0 ? wait(otherRunCreates(situation)) : undefined,
    },
    {
      name: 'read-last-use-of-blocking-key',
      when: 'no slot is free, because of a key that is not ours or that was replaced',
      then: 'ask IAM when that key was last used, for the message',
      judge: onKeys(askLastUseOnce, 'unmanaged', 'replaced'),
    },
    {
      name: 'fail-no-free-access-key',
      when: 'no slot is free and none can be freed',
      then: 'fail, and name what is in the way and until when',
      judge: (situation) => fail(`no new access key can be created: ${slotsTaken(situation)}`),
    },
  ];
}

/** The version that a task of Create or of a rotation's step fills in. */
export function tokenOf(task: Task): string {
  return (task as Extract<Task, { token: string }>).token;
}

export function ownVersion({ versions, task }: Situation): Version | undefined {
  return versions.find(({ id }) => id === tokenOf(task));
}

function otherRunCreates({ userName }: Situation): string {
  return `another run is creating a key for user ${userName}`;
}

interface Announced {
  readonly start: number;
  readonly run: string;
}

function ownIntent({ records, run }: Situation): Announced {
  return records.intents.find((intent) => intent.run === run.id) ?? { start: Infinity, run: '' };
}

/** Of two that see each other, one goes first. */
function precedes(one: Announced, other: Announced): boolean {
  return one.start === other.start ? one.run < other.run : one.start < other.start;
}

/** Whether enough is left of the time in which an announced key may be made. */
function isFresh(situation: Situation): boolean {
  return situation.now < ownIntent(situation).start + situation.policy.timing.longestMint / 2 && ownIntent(situation).start !== Infinity;
}

