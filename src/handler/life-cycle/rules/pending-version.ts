import { has, hasSince, isGone, Key, labelled, KeyState } from '../key-state';
import { hasBeenCurrent, PENDING } from '../labels';
import { canBePending, isUntestable, listedKey } from './promotable-versions';
import { Rule, RuleResult } from './rule';

/** A pending version that can never be promoted keeps Secrets Manager from rotating. */
export const DEAD_PENDING_VERSION: readonly Rule[] = [
  {
    name: 'remove-outdated-pending-label',
    when: 'the pending label is on a version that is the current key, or was until an operator moved the label',
    then: 'remove it, or the version looks pending once AWSCURRENT is moved back',
    evaluate: ({ versions }) => {
      const version = versions.find(({ labels }) => labels.includes(PENDING) && hasBeenCurrent(labels));
      return (
        version && {
          action: { kind: 'unlabel', version: version.id, label: PENDING },
          reason: `Removing the label AWSPENDING from version ${version.id}, because its rotation is over.`,
        }
      );
    },
  },
  {
    name: 'remove-pending-label-of-deleted-key',
    when: 'the key of the pending version has been gone for half an hour',
    then: 'remove the pending label',
    evaluate: (state) =>
      state.pending?.keyId !== undefined && isGone(state, state.pending.keyId)
        ? unlabelPending(state, `IAM does not list its access key ${state.pending.keyId} any more. No action is needed`)
        : undefined,
  },
  {
    name: 'remove-pending-label-of-inactive-key',
    when: 'the key of the pending version is inactive',
    then: 'remove the pending label',
    evaluate: (state) =>
      pendingKey(state)?.active === false
        ? unlabelPending(state, `its access key ${state.pending!.keyId} is inactive`)
        : undefined,
  },
  {
    name: 'tag-untested-key-abandoned',
    when: 'only the run that created a key an hour ago could test it, and it has not marked it as accepted by AWS',
    then: 'record that the key will never be promoted',
    evaluate: (state) => {
      const version = labelled(state).find((one) => isUntestable(state, one));
      return version && abandon(version.keyId, 'the run that created it ended before AWS accepted it');
    },
  },
  {
    name: 'tag-outdated-key-abandoned',
    when: 'an operator has moved AWSCURRENT since the pending version was created',
    then: 'record that the key will never be promoted',
    evaluate: (state) => {
      const keyId = state.pending?.keyId;
      return keyId !== undefined && isOutdatedPending(state) && !has(state, 'abandoned', keyId)
        ? abandon(keyId, 'AWSCURRENT was moved after its creation')
        : undefined;
    },
  },
  {
    name: 'remove-pending-label-of-abandoned-key',
    when: 'the key of the pending version will never be promoted',
    then: 'remove the pending label',
    evaluate: (state) => {
      const keyId = state.pending?.keyId;
      return keyId !== undefined && has(state, 'abandoned', keyId)
        ? unlabelPending(state, `its access key ${keyId} was abandoned`)
        : undefined;
    },
  },
];

export const LOST_PENDING_LABEL: Rule = {
  name: 'restore-lost-pending-label',
  when:
    'a key that was created to replace the current one is not pending: a scheduled run took its version ' +
    'for empty while it was filled in',
  then: 'set the pending label again, so that its rotation continues',
  evaluate: (state) => {
    const isQuiet = state.pending === undefined && state.liveIntents.length === 0;
    const version = isQuiet ? labelled(state).find((one) => canBePending(state, one)) : undefined;
    return (
      version && {
        action: { kind: 'label', version: version.id, label: PENDING },
        reason: resumesRotationOf(version.keyId),
      }
    );
  },
};

export const EMPTY_PENDING_VERSION: Rule = {
  name: 'remove-pending-label-of-empty-version',
  when: 'a pending version has had no key for an hour, and no run is creating one',
  then: 'remove the pending label',
  evaluate: (state) => {
    const { pending, policy, liveIntents } = state;
    return pending &&
      pending.keyId === undefined &&
      liveIntents.length === 0 &&
      hasSince(state, 'pending', pending.id, policy.timing.stuckAfter)
      ? unlabelPending(state, `version ${pending.id} has had no access key for an hour`)
      : undefined;
  },
};

/** Whether AWSCURRENT was moved since the pending version was created. */
export function isOutdatedPending({ pending, current }: KeyState): boolean {
  return pending?.after !== undefined && pending.after !== current?.id;
}

export function pendingKey(state: KeyState): Key | undefined {
  return state.pending && listedKey(state, state.pending);
}

export function unlabelPending({ pending }: KeyState, why: string): RuleResult {
  return {
    action: { kind: 'unlabel', version: pending!.id, label: PENDING },
    reason: `Removing the label AWSPENDING, because ${why}.`,
  };
}

export function resumesRotationOf(keyId: string | undefined): string {
  return `Setting the label AWSPENDING again, because the rotation to access key ${keyId} has not finished.`;
}

function abandon(keyId: string, why: string): RuleResult {
  return {
    action: { kind: 'record', records: [{ kind: 'abandoned', of: keyId }] },
    reason: `Abandoning the pending key ${keyId}, because ${why}. It is never promoted, and scheduled runs delete it.`,
  };
}
