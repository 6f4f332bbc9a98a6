import { hasBeenCurrent, PENDING } from '../labels';
import { has, hasSince, Key, Situation } from '../situation';
import { isGone } from './bookkeeping';
import { Rule, Verdict } from './rule';

/** A pending version that can never become the current one keeps Secrets Manager from rotating. */
export const DEAD_PENDING_VERSION: readonly Rule[] = [
  {
    name: 'pending-label-left-behind',
    when: 'the pending label is on a version that is the current one, or was until a person moved the label',
    then: 'remove it, or the version looks like the next one once AWSCURRENT is moved back',
    judge: ({ versions }) => {
      const version = versions.find(({ labels }) => labels.includes(PENDING) && hasBeenCurrent(labels));
      return version && { action: { kind: 'unlabel', version: version.id, label: PENDING }, reason: 'the rotation of this version is over' };
    },
  },
  {
    name: 'pending-key-is-gone',
    when: 'the key of the pending version has been gone for a quarter of an hour',
    then: 'remove the pending label',
    judge: (situation) => situation.pending?.keyId !== undefined && isGone(situation, situation.pending.keyId)
      ? unlabelPending(situation, `the pending key ${situation.pending.keyId} is gone`) : undefined,
  },
  {
    name: 'pending-key-is-inactive',
    when: 'the key of the pending version is inactive',
    then: 'remove the pending label',
    judge: (situation) => pendingKey(situation)?.active === false
      ? unlabelPending(situation, `the pending key ${situation.pending!.keyId} is inactive`) : undefined,
  },
  {
    name: 'pending-version-is-outdated',
    when: 'a person has moved AWSCURRENT since the pending version was made',
    then: 'write down that its key will never be current, then remove the pending label',
    judge: (situation) => {
      const { pending } = situation;
      return pending?.keyId !== undefined && isOutdatedPending(situation) ? abandon(situation, pending.keyId) : undefined;
    },
  },
];

export const EMPTY_PENDING_VERSION: Rule = {
  name: 'pending-version-is-empty',
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

export function pendingKey({ keys, pending }: Situation): Key | undefined {
  return keys.find(({ id }) => id === pending?.keyId);
}

export function unlabelPending({ pending }: Situation, reason: string): Verdict {
  return { action: { kind: 'unlabel', version: pending!.id, label: PENDING }, reason };
}

function abandon(situation: Situation, keyId: string): Verdict {
  const reason = `AWSCURRENT was moved since key ${keyId} was made`;
  return has(situation, 'abandoned', keyId)
    ? unlabelPending(situation, reason)
    : { action: { kind: 'record', records: [{ kind: 'abandoned', of: keyId }] }, reason };
}
