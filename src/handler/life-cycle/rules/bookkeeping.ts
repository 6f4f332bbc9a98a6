import { deactivatedByFunction, has, hasSince, isGone, isListed, labelled, KeyState, withRole } from '../key-state';
import { isKeyLabel, isManagedLabel } from '../labels';
import { RecordKind, TimeRecord } from '../records';
import { isWaiting } from './promotable-versions';
import { revokedSuccessor } from './revoked-keys';
import { Rule, RuleResult } from './rule';

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
            reason: `key ${currentKey.id} is the current key again`,
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
    evaluate: (state) => records('record', firstSeen(state), 'seen for the first time'),
  },
  {
    name: 'remove-outdated-tag',
    when: 'a record no longer holds, or is about a key that is gone',
    then: 'remove the record',
    evaluate: (state) => records('forget', outdated(state), 'no longer so'),
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
            reason: 'a run stored a creation intent and created no key',
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
      return (
        version && {
          action: { kind: 'unlabel', version: version.id, label: ownLabelLast(version.labels) },
          reason: `key ${version.keyId} does not exist any more`,
        }
      );
    },
  },
];

/** The key's own label is removed last: the version is found by it. */
function ownLabelLast(labels: readonly string[]): string {
  const [first] = labels.filter((label) => isManagedLabel(label) && !isKeyLabel(label));
  return first ?? labels.find(isKeyLabel)!;
}

function records(kind: 'record' | 'forget', found: readonly TimeRecord[], why: string): RuleResult | undefined {
  return found.length === 0
    ? undefined
    : {
        action: { kind, records: found },
        reason: `${why}: ${found.map((record) => `${record.kind} ${record.of}`).join(', ')}`,
      };
}

function firstSeen(state: KeyState): TimeRecord[] {
  const { pending } = state;
  const found: TimeRecord[] = [
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
