import { isKeyLabel, isOurs } from '../labels';
import { RecordKind, TimeRecord } from '../records';
import { deactivatedByUs, has, hasSince, isGone, isListed, labelled, Situation, withRole } from '../situation';
import { isWaiting } from './next-key';
import { revokedSuccessor } from './revoked-keys';
import { Rule, Verdict } from './rule';

/** What a scheduled run writes down, and forgets, before it looks at single keys. Several records go with one call. */
export const BOOKKEEPING: readonly Rule[] = [
  {
    name: 'activate-current-key',
    when: 'a key that we had deactivated is the current key again: a person has moved the label back',
    then: 'activate it: moving the label is consent',
    judge: (situation) => {
      const { currentKey } = situation;
      return currentKey && !currentKey.active && deactivatedByUs(situation, currentKey.id) && !has(situation, 'revoked', currentKey.id)
        ? { action: { kind: 'activate', keyId: currentKey.id }, reason: `key ${currentKey.id} is the current key again` } : undefined;
    },
  },
  {
    name: 'tag-first-seen',
    when: 'something is seen for the first time: a replaced key, a labelled key that IAM does not list, a pending version',
    then: 'write down when',
    judge: (situation) => records('record', firstSeen(situation), 'seen for the first time'),
  },
  {
    name: 'remove-outdated-tag',
    when: 'a record no longer holds, or is about a key that is gone',
    then: 'forget it',
    judge: (situation) => records('forget', outdated(situation), 'no longer so'),
  },
  {
    name: 'remove-creation-intent',
    when: 'an intent is over, and no key explains it',
    then: 'forget the intent',
    judge: ({ now, policy, records: { intents }, orphanIntents }) => {
      const over = intents
        .filter((intent) => now >= intent.start + policy.timing.stuckAfter && !Object.values(orphanIntents).includes(intent))
        .map(({ run }) => run);
      return over.length === 0 ? undefined : { action: { kind: 'forget', records: [], intents: over }, reason: 'a run stored a creation intent and created no key' };
    },
  },
  {
    name: 'remove-label-of-deleted-key',
    when: 'a version that no rotation depends on is labelled with a key that has been gone for half an hour',
    then: 'remove the label, so that the version can be purged',
    judge: (situation) => {
      const { current, pending } = situation;
      const kept = [current?.id, pending?.id, revokedSuccessor(situation)?.id];
      const version = labelled(situation).find(({ id, keyId }) => !kept.includes(id) && isGone(situation, keyId));
      return version && { action: { kind: 'unlabel', version: version.id, label: ownLabelLast(version.labels) }, reason: `key ${version.keyId} does not exist any more` };
    },
  },
];

/** The key's own label goes last: it is what the version is found by. */
function ownLabelLast(labels: readonly string[]): string {
  const [first] = labels.filter((label) => isOurs(label) && !isKeyLabel(label));
  return first ?? labels.find(isKeyLabel)!;
}

function records(kind: 'record' | 'forget', found: readonly TimeRecord[], why: string): Verdict | undefined {
  return found.length === 0 ? undefined : { action: { kind, records: found }, reason: `${why}: ${found.map((record) => `${record.kind} ${record.of}`).join(', ')}` };
}

function firstSeen(situation: Situation): TimeRecord[] {
  const { pending } = situation;
  const found: TimeRecord[] = [
    ...labelled(situation).filter(({ keyId }) => !isListed(situation, keyId)).map(({ keyId }) => ({ kind: 'absent' as const, of: keyId })),
    ...withRole(situation, 'replaced').filter(({ id }) => hasLeft(situation, id)).map(({ id }) => ({ kind: 'replaced' as const, of: id })),
    ...pending ? [{ kind: 'pending' as const, of: pending.id }] : [],
  ];
  return found.filter(({ kind, of }) => !has(situation, kind, of));
}

/** Whether a key has been the current one, as far as the labels tell. One that has not waits, or was abandoned. */
function hasLeft(situation: Situation, keyId: string): boolean {
  const version = labelled(situation).find((one) => one.keyId === keyId)!;
  return !has(situation, 'abandoned', keyId) && !isWaiting(situation, version);
}

function outdated(situation: Situation): TimeRecord[] {
  return situation.records.times.filter((record) => isOutdated(situation, record));
}

function isOutdated(situation: Situation, { kind, of }: TimeRecord): boolean {
  if (kind === 'pending') {
    return of !== situation.pending?.id;
  }
  if (isListed(situation, of)) {
    return kind === 'absent' || (of === situation.current?.keyId && kind !== 'revoked' && situation.healthy && !isUnderWay(situation, kind, of));
  }
  return labelled(situation).every(({ keyId }) => keyId !== of);
}

/** Another run may have written this down and be about to deactivate the key: then the record must still tell that it was us. */
function isUnderWay(situation: Situation, kind: RecordKind, of: string): boolean {
  return kind === 'deactivating' && !hasSince(situation, kind, of, situation.policy.timing.settling);
}
