import { deactivatedByFunction, has, hasSince, isGone, isListed, labelled, KeyState, withRole } from '../key-state';
import { isKeyLabel, isManagedLabel } from '../labels';
import { RecordKind, TimeRecord } from '../records';
import { isWaiting } from './promotable-versions';
import { revokedSuccessor } from './revoked-keys';
import { Rule } from './rule';

/**
 * The records that a scheduled run writes and removes before it handles single keys. One call writes several records.
 */
export const BOOKKEEPING: readonly Rule[] = [
  {
    name: 'activate-current-key',
    when: 'a key that the function had deactivated is the current key again: an operator has moved the label back',
    then: 'activate it: moving the label is consent',
    evaluate: (state) => {
      const { currentKey } = state;
      return currentKey &&
        !currentKey.active &&
        deactivatedByFunction(state, currentKey.id) &&
        !has(state, 'revoked', currentKey.id)
        ? {
            action: { kind: 'activate', keyId: currentKey.id },
            reason: `Activating access key ${currentKey.id}, because AWSCURRENT was moved back to it.`,
          }
        : undefined;
    },
  },
  {
    name: 'tag-first-seen',
    when:
      'something is seen for the first time: a replaced key, a labelled key that IAM does not list, a ' +
      'pending version',
    then: 'record the time',
    evaluate: (state) => {
      const found = firstSeen(state);
      return found.length === 0
        ? undefined
        : {
            action: { kind: 'record', records: found },
            reason: `Recording the time of each new finding. ${found.map(finding).join(' ')}`,
          };
    },
  },
  {
    name: 'remove-outdated-tag',
    when: 'a record no longer holds, or is about a key that is gone',
    then: 'remove the record',
    evaluate: (state) => {
      const found = outdated(state);
      return found.length === 0
        ? undefined
        : {
            action: { kind: 'forget', records: found },
            reason:
              'Removing records that do not apply any more: ' +
              `${found.map(({ kind, of }) => `${kind}:${of}`).join(', ')}.`,
          };
    },
  },
  {
    name: 'remove-creation-intent',
    when: 'a creation intent is over, and no key matches it',
    then: 'remove the intent',
    evaluate: ({ now, policy, records: { intents }, orphanIntents }) => {
      const over = intents
        .filter(
          (intent) => now >= intent.start + policy.timing.stuckAfter && !Object.values(orphanIntents).includes(intent),
        )
        .map(({ run }) => run);
      return over.length === 0
        ? undefined
        : {
            action: { kind: 'forget', records: [], intents: over },
            reason: `Removing the creation intents of runs that created no access key: ${over.join(', ')}.`,
          };
    },
  },
  {
    name: 'remove-label-of-deleted-key',
    when: 'a version that no rotation depends on is labelled with a key that has been gone for half an hour',
    then: 'remove the label, so that the version can be purged',
    evaluate: (state) => {
      const { current, pending } = state;
      const kept = [current?.id, pending?.id, revokedSuccessor(state)?.id];
      const version = labelled(state).find(({ id, keyId }) => !kept.includes(id) && isGone(state, keyId));
      if (version === undefined) {
        return undefined;
      }
      const label = ownLabelLast(version.labels);
      return {
        action: { kind: 'unlabel', version: version.id, label },
        reason:
          `Removing the label ${label}, because IAM does not list access key ${version.keyId} any more. ` +
          'No action is needed.',
      };
    },
  },
];

/** The key's own label is removed last: the version is found by it. */
function ownLabelLast(labels: readonly string[]): string {
  const [first] = labels.filter((label) => isManagedLabel(label) && !isKeyLabel(label));
  return first ?? labels.find(isKeyLabel)!;
}

/** The sentence of a finding, for operators. */
function finding({ kind, of }: FirstSeen): string {
  return FINDINGS[kind](of);
}

type FirstSeen = TimeRecord & { readonly kind: 'absent' | 'replaced' | 'pending' };

const FINDINGS: Record<FirstSeen['kind'], (of: string) => string> = {
  absent: (keyId) => `IAM does not list access key ${keyId} any more.`,
  replaced: (keyId) => `The overlap of the replaced key ${keyId} starts now.`,
  pending: (version) => `Version ${version} is pending.`,
};

function firstSeen(state: KeyState): FirstSeen[] {
  const { pending } = state;
  const found: FirstSeen[] = [
    ...labelled(state)
      .filter(({ keyId }) => !isListed(state, keyId))
      .map(({ keyId }) => ({ kind: 'absent' as const, of: keyId })),
    ...withRole(state, 'replaced')
      .filter(({ id }) => hasLeft(state, id))
      .map(({ id }) => ({ kind: 'replaced' as const, of: id })),
    ...(pending ? [{ kind: 'pending' as const, of: pending.id }] : []),
  ];
  return found.filter(({ kind, of }) => !has(state, kind, of));
}

/**
 * Whether a key has been the current one, as far as the labels show. A key that has not is pending, or was abandoned.
 */
function hasLeft(state: KeyState, keyId: string): boolean {
  const version = labelled(state).find((one) => one.keyId === keyId)!;
  return !has(state, 'abandoned', keyId) && !isWaiting(state, version);
}

function outdated(state: KeyState): TimeRecord[] {
  return state.records.times.filter((record) => isOutdated(state, record));
}

function isOutdated(state: KeyState, { kind, of }: TimeRecord): boolean {
  if (kind === 'pending') {
    return of !== state.pending?.id;
  }
  if (isListed(state, of)) {
    return (
      kind === 'absent' ||
      (of === state.current?.keyId && kind !== 'revoked' && state.healthy && !isUnderWay(state, kind, of))
    );
  }
  return labelled(state).every(({ keyId }) => keyId !== of);
}

/**
 * Another run may have written this record and be about to deactivate the key: then the record must still show that
 * the function did it.
 */
function isUnderWay(state: KeyState, kind: RecordKind, of: string): boolean {
  return kind === 'deactivating' && !hasSince(state, kind, of, state.policy.timing.settling);
}
