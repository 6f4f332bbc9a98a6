import { afterLabel, keyLabel, PENDING } from '../../../../src/handler/life-cycle/labels';
import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, Row } from '../decision-row';
import {
  intentOf,
  currentKey,
  CURRENT_KEY,
  DAY,
  emptyPendingVersion,
  HOUR,
  MINUTE,
  PENDING_KEY,
  REPLACED_KEY,
  otherKey,
  OTHER_KEY,
  outdated,
  pendingKey,
  pendingSeen,
  recorded,
  replacedKey,
  RUN_AFTER,
  RUN_BEFORE,
  SECOND,
  seen,
  storedKey,
  versionOf,
} from '../snapshot-builder';

const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };

const OF_REPLACED_KEYS = ['deactivated', 'abandoned', 'replaced'] as const;

/** What a scheduled run writes down and forgets. */
export const BOOKKEEPING_ROWS: readonly Row[] = [
  {
    state: 'an operator has moved AWSCURRENT back to a key that the function had deactivated',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ inactive: true }),
      recorded('deactivating', CURRENT_KEY),
      recorded('deactivated', CURRENT_KEY),
    ),
    rule: 'activate-current-key',
    action: { kind: 'activate', keyId: CURRENT_KEY },
  },
  {
    state: 'the current key was deactivated by the function and then revoked',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ inactive: true }),
      recorded('deactivating', CURRENT_KEY),
      recorded('revoked', CURRENT_KEY),
    ),
    rule: 'start-rotation',
    action: { kind: 'rotate', token: 'run-m' },
  },
  {
    state: 'a replaced key is seen for the first time',
    given: seen(SCHEDULED_RUN, currentKey(), replacedKey()),
    rule: 'tag-first-seen',
    action: { kind: 'record', records: [{ kind: 'replaced', of: REPLACED_KEY }] },
  },
  {
    state: 'a key that was pending and will never be current has no overlap that could begin',
    given: seen(SCHEDULED_RUN, currentKey(), replacedKey(), recorded('abandoned', REPLACED_KEY)),
    rule: 'tag-replaced-key-for-deactivation',
    action: { kind: 'record', records: [{ kind: 'deactivating', of: REPLACED_KEY }] },
  },
  {
    state: 'a key that was created to replace the current one is not promoted yet',
    given: seen(SCHEDULED_RUN, currentKey(), storedKey(REPLACED_KEY, [], { after: versionOf(CURRENT_KEY) })),
    rule: 'restore-lost-pending-label',
    action: { kind: 'label', version: versionOf(REPLACED_KEY), label: PENDING },
  },
  {
    state: 'the current key is not listed for the first time',
    given: seen(SCHEDULED_RUN, currentKey({ unlisted: true })),
    rule: 'tag-first-seen',
    action: { kind: 'record', records: [{ kind: 'absent', of: CURRENT_KEY }] },
  },
  {
    state: 'a pending version is seen for the first time',
    given: seen(SCHEDULED_RUN, currentKey(), emptyPendingVersion('empty')),
    rule: 'tag-first-seen',
    action: { kind: 'record', records: [{ kind: 'pending', of: 'empty' }] },
  },
  {
    state: 'several things are seen for the first time',
    given: seen(SCHEDULED_RUN, currentKey(), pendingKey({ unlisted: true }), replacedKey()),
    rule: 'tag-first-seen',
    action: {
      kind: 'record',
      records: [
        { kind: 'absent', of: PENDING_KEY },
        { kind: 'replaced', of: REPLACED_KEY },
        { kind: 'pending', of: versionOf(PENDING_KEY) },
      ],
    },
    reason:
      `Recording the time of each new finding. IAM does not list access key ${PENDING_KEY} any more. ` +
      `The overlap of the replaced key ${REPLACED_KEY} starts now. Version ${versionOf(PENDING_KEY)} ` +
      'is pending.',
  },
  {
    state: 'a key is listed again',
    given: seen(SCHEDULED_RUN, currentKey(), recorded('absent', CURRENT_KEY)),
    rule: 'remove-outdated-tag',
    action: { kind: 'forget', records: [outdated('absent', CURRENT_KEY)] },
  },
  {
    state: 'a replaced key is the current key again',
    given: seen(SCHEDULED_RUN, currentKey(), ...OF_REPLACED_KEYS.map((kind) => recorded(kind, CURRENT_KEY))),
    rule: 'remove-outdated-tag',
    action: { kind: 'forget', records: OF_REPLACED_KEYS.map((kind) => outdated(kind, CURRENT_KEY)) },
  },
  {
    state: 'a replaced key is the current key again, and no other run can be about to deactivate it any more',
    given: seen(SCHEDULED_RUN, currentKey(), recorded('deactivating', CURRENT_KEY, 30 * MINUTE)),
    rule: 'remove-outdated-tag',
    action: { kind: 'forget', records: [outdated('deactivating', CURRENT_KEY, 30 * MINUTE)] },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the current key does not work, and keeps its records',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ inactive: true }),
      recorded('replaced', CURRENT_KEY),
      recorded('deactivated', CURRENT_KEY),
    ),
    rule: 'report-current-key-inactive',
    action: DONE,
  },
  {
    state: 'a version is no longer pending',
    given: seen(SCHEDULED_RUN, currentKey(), pendingSeen('another-version')),
    rule: 'remove-outdated-tag',
    action: { kind: 'forget', records: [outdated('pending', 'another-version')] },
  },
  {
    state: 'a key is neither listed nor labelled any more',
    given: seen(SCHEDULED_RUN, currentKey(), recorded('revoked', REPLACED_KEY), recorded('absent', REPLACED_KEY)),
    rule: 'remove-outdated-tag',
    action: { kind: 'forget', records: [outdated('revoked', REPLACED_KEY), outdated('absent', REPLACED_KEY)] },
  },
  {
    state: 'an unmanaged key keeps its records while it is listed',
    given: seen(SCHEDULED_RUN, currentKey(), otherKey(), recorded('reactivated', OTHER_KEY)),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'a run has stored an intent an hour ago and left no key',
    given: seen(SCHEDULED_RUN, currentKey(), intentOf(RUN_AFTER, HOUR)),
    rule: 'remove-creation-intent',
    action: { kind: 'forget', records: [], intents: [RUN_AFTER] },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'of several runs, one has left a key',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 30 * DAY }),
      otherKey({ age: 2 * HOUR }),
      intentOf(RUN_BEFORE, 3 * HOUR),
      intentOf(RUN_AFTER, 2 * HOUR + SECOND),
      intentOf('run-y', HOUR),
    ),
    rule: 'remove-creation-intent',
    action: { kind: 'forget', records: [], intents: [RUN_BEFORE, 'run-y'] },
  },
  {
    state: 'a replaced key was deleted half an hour ago',
    given: seen(
      SCHEDULED_RUN,
      currentKey(),
      replacedKey({ unlisted: true }),
      recorded('absent', REPLACED_KEY, 30 * MINUTE),
    ),
    rule: 'remove-label-of-deleted-key',
    action: { kind: 'unlabel', version: versionOf(REPLACED_KEY), label: keyLabel(REPLACED_KEY) },
    before: 'finish-nothing-to-do',
  },
  {
    state: "a replaced key was deleted, and its version has both managed labels: the key's own is removed last",
    given: seen(
      SCHEDULED_RUN,
      currentKey(),
      replacedKey({ unlisted: true, after: 'older' }),
      recorded('absent', REPLACED_KEY, DAY),
    ),
    rule: 'remove-label-of-deleted-key',
    action: { kind: 'unlabel', version: versionOf(REPLACED_KEY), label: afterLabel('older', REPLACED_KEY) },
  },
  {
    state: 'a pending version has been empty for an hour',
    given: seen(SCHEDULED_RUN, currentKey(), emptyPendingVersion('empty'), pendingSeen('empty', HOUR)),
    rule: 'remove-pending-label-of-empty-version',
    action: { kind: 'unlabel', version: 'empty', label: PENDING },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'a pending version has been empty for an hour, and a run is about to fill it',
    given: seen(
      SCHEDULED_RUN,
      currentKey(),
      emptyPendingVersion('empty'),
      pendingSeen('empty', HOUR),
      intentOf('other-run', MINUTE),
    ),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
];
