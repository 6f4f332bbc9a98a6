import { hasBeenCurrent, PENDING } from '../labels';
import { has, hasSince, isGone, Key, labelled, Situation } from '../situation';
import { canBePending, isUntestable, keyOf } from './next-key';
import { Rule, Verdict } from './rule';

/** A pending version that can never become the current one keeps Secrets Manager from rotating. */
export const DEAD_PENDING_VERSION: readonly Rule[] = [
  {
    name: 'remove-outdated-pending-label',
    when: 'the pending label is on a version that is the current key, or was until a person moved the label',
    then: 'remove it, or the version looks like the next one once AWSCURRENT is moved back',
    judge: ({ versions }) => {
      const version = versions.find(({ labels }) => labels.includes(PENDING) && hasBeenCurrent(labels));
      return version && { action: { kind: 'unlabel', version: version.id, label: PENDING }, reason: 'the rotation of this version is over' };
    },
  },
  {
    name: 'remove-pending-label-of-deleted-key',
    when: 'the key of the pending version has been gone for half an hour',
    then: 'remove the pending label',
    judge: (situation) => situation.pending?.keyId !== undefined && isGone(situation, situation.pending.keyId)
      ? unlabelPending(situation, `the pending key ${situation.pending.keyId} does not exist any more`) : undefined,
  },
  {
    name: 'remove-pending-label-of-inactive-key',
    when: 'the key of the pending version is inactive',
    then: 'remove the pending label',
    judge: (situation) => pendingKey(situation)?.active === false
      ? unlabelPending(situation, `the pending key ${situation.pending!.keyId} is inactive`) : undefined,
  },
  {
    name: 'tag-untested-key-abandoned',
    when: 'only the run that made a key an hour ago could test it, and it has not marked it as accepted by AWS',
    then: 'write down that the key will never be current',
    judge: (situation) => {
      const version = labelled(situation).find((one) => isUntestable(situation, one));
      return version && abandon(version.keyId, `key ${version.keyId} was not accepted by AWS in the run that created it, and its secret access key is lost`);
    },
  },
  {
    name: 'tag-outdated-key-abandoned',
    when: 'a person has moved AWSCURRENT since the pending version was made',
    then: 'write down that its key will never be current',
    judge: (situation) => {
      const keyId = situation.pending?.keyId;
      return keyId !== undefined && isOutdatedPending(situation) && !has(situation, 'abandoned', keyId)
        ? abandon(keyId, `AWSCURRENT was moved since key ${keyId} was made`) : undefined;
    },
  },
  {
    name: 'remove-pending-label-of-abandoned-key',
    when: 'the key of the pending version will never be current',
    then: 'remove the pending label',
    judge: (situation) => {
      const keyId = situation.pending?.keyId;
      return keyId !== undefined && has(situation, 'abandoned', keyId) ? unlabelPending(situation, `key ${keyId} will never be promoted`) : undefined;
    },
  },
];

export const UNNOTICED_KEY: Rule = {
  name: 'restore-lost-pending-label',
  when: 'a key that was made to follow the current one is not pending: a scheduled run took its version for empty while it was filled in',
  then: 'set the pending label again, so that its rotation goes on',
  judge: (situation) => {
    const isQuiet = situation.pending === undefined && situation.liveIntents.length === 0;
    const version = isQuiet ? labelled(situation).find((one) => canBePending(situation, one)) : undefined;
    return version && { action: { kind: 'label', version: version.id, label: PENDING }, reason: `key ${version.keyId} is to be promoted` };
  },
};

export const EMPTY_PENDING_VERSION: Rule = {
  name: 'remove-pending-label-of-empty-version',
  when: 'a pending version has had no key for an hour, and no run is making one',
  then: 'remove the pending label',
  judge: (situation) => {
    const { pending, policy, liveIntents } = situation;
    return pending && pending.keyId === undefined && liveIntents.length === 0 && hasSince(situation, 'pending', pending.id, policy.timing.stuckAfter)
      ? unlabelPending(situation, 'the pending version has had no key for an hour') : undefined;
  },
};

/** Whether AWSCURRENT is not where it was when the pending version was made. */
export function isOutdatedPending({ pending, current }: Situation): boolean {
  return pending?.after !== undefined && pending.after !== current?.id;
}

export function pendingKey(situation: Situation): Key | undefined {
  return situation.pending && keyOf(situation, situation.pending);
}

export function unlabelPending({ pending }: Situation, reason: string): Verdict {
  return { action: { kind: 'unlabel', version: pending!.id, label: PENDING }, reason };
}

function abandon(keyId: string, reason: string): Verdict {
  return { action: { kind: 'record', records: [{ kind: 'abandoned', of: keyId }] }, reason };
}
