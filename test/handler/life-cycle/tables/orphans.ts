import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, Row } from '../decision-row';
import {
  ago,
  intentOf,
  currentKey,
  CURRENT_KEY,
  DAY,
  Fact,
  HOUR,
  lastUsed,
  listedKey,
  MINUTE,
  otherKey,
  OTHER_KEY,
  recorded,
  RUN_AFTER,
  RUN_BEFORE,
  SECOND,
  seen,
} from '../snapshot-builder';

const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };

/** A run stored an intent and was interrupted after it had created the key. */
function orphan(age: number, inactive = false): Fact[] {
  return [currentKey({ age: 30 * DAY }), otherKey({ age, inactive }), intentOf(RUN_AFTER, age + SECOND, CURRENT_KEY)];
}

/** A key that came so long after an intent; both are old. */
function afterIntent(delay: number, ...baseline: string[]): Fact[] {
  return [
    currentKey({ age: 30 * DAY }),
    otherKey({ age: 10 * DAY }),
    intentOf(RUN_AFTER, 10 * DAY + delay, CURRENT_KEY, ...baseline),
  ];
}

const TAKEN_FOR_ORPHAN = {
  rule: 'read-last-use-of-orphaned-key',
  action: { kind: 'askLastUse', keyId: OTHER_KEY },
} as const;
const TAKEN_FOR_UNMANAGED = {
  rule: 'remove-creation-intent',
  action: { kind: 'forget', records: [], intents: [RUN_AFTER] },
} as const;
const DISOWNED = {
  kind: 'forget',
  records: [
    { kind: 'deactivating', of: OTHER_KEY },
    { kind: 'deactivated', of: OTHER_KEY },
  ],
  intents: [RUN_AFTER],
} as const;

/** What is taken for an orphan, and how it leaves. */
export const ORPHANS_ROWS: readonly Row[] = [
  {
    state: 'an orphan has been left alone for a day',
    given: seen(SCHEDULED_RUN, ...orphan(DAY)),
    ...TAKEN_FOR_ORPHAN,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an orphan was never used',
    given: seen(SCHEDULED_RUN, ...orphan(DAY), lastUsed(OTHER_KEY, 'never')),
    rule: 'tag-orphaned-key-for-deactivation',
    action: { kind: 'record', records: [{ kind: 'deactivating', of: OTHER_KEY }] },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the last use of an orphan cannot be read',
    given: seen(SCHEDULED_RUN, ...orphan(DAY), lastUsed(OTHER_KEY, 'unreadable')),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'what looks like an orphan is used',
    given: seen(SCHEDULED_RUN, ...orphan(DAY), lastUsed(OTHER_KEY, ago(12 * HOUR))),
    rule: 'disown-used-orphaned-key',
    action: DISOWNED,
    reason: `Treating access key ${OTHER_KEY} as unmanaged instead of orphaned, because it is used.`,
  },
  {
    state: 'the deactivation of an orphan is written down',
    given: seen(SCHEDULED_RUN, ...orphan(DAY), lastUsed(OTHER_KEY, 'never'), recorded('deactivating', OTHER_KEY)),
    rule: 'deactivate-orphaned-key',
    action: { kind: 'deactivate', keyId: OTHER_KEY },
  },
  {
    state: 'the deactivation of an orphan is written down, and its last use cannot be read',
    given: seen(
      SCHEDULED_RUN,
      ...orphan(DAY),
      lastUsed(OTHER_KEY, 'unreadable'),
      recorded('deactivating', OTHER_KEY, 30 * MINUTE),
    ),
    rule: 'keep-used-orphaned-key',
    action: { kind: 'forget', records: [{ kind: 'deactivating', of: OTHER_KEY }] },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an orphan is inactive',
    given: seen(SCHEDULED_RUN, ...orphan(HOUR, true)),
    rule: 'tag-inactive-orphaned-key',
    action: { kind: 'record', records: [{ kind: 'deactivated', of: OTHER_KEY }] },
  },
  {
    state: 'an orphan has been inactive for a day',
    given: seen(SCHEDULED_RUN, ...orphan(2 * DAY, true), recorded('deactivated', OTHER_KEY, DAY)),
    rule: 'read-last-use-of-orphaned-key',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an orphan has been inactive for a day, and its last use cannot be read',
    given: seen(
      SCHEDULED_RUN,
      ...orphan(2 * DAY, true),
      recorded('deactivated', OTHER_KEY, DAY),
      lastUsed(OTHER_KEY, 'unreadable'),
    ),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'an orphan has been inactive for a day, and was never used',
    given: seen(
      SCHEDULED_RUN,
      ...orphan(2 * DAY, true),
      recorded('deactivated', OTHER_KEY, DAY),
      lastUsed(OTHER_KEY, 'never'),
    ),
    rule: 'delete-orphaned-key',
    action: { kind: 'delete', keyId: OTHER_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an operator has activated what looked like an orphan',
    given: seen(SCHEDULED_RUN, ...orphan(2 * DAY), recorded('deactivated', OTHER_KEY, 30 * MINUTE)),
    rule: 'keep-activated-orphaned-key',
    action: DISOWNED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'another run may have created the key: it is not an orphan until that run is over',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 30 * DAY }),
      otherKey({ age: 2 * MINUTE, inactive: true }),
      intentOf(RUN_AFTER, 2 * MINUTE, CURRENT_KEY),
    ),
    rule: 'tag-inactive-orphaned-key',
    action: { kind: 'record', records: [{ kind: 'deactivated', of: OTHER_KEY }] },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'a key came a minute before the intent: clocks may differ by that',
    given: seen(SCHEDULED_RUN, ...afterIntent(-MINUTE)),
    ...TAKEN_FOR_ORPHAN,
  },
  {
    state: 'a key came more than a minute before the intent',
    given: seen(SCHEDULED_RUN, ...afterIntent(-MINUTE - 1)),
    ...TAKEN_FOR_UNMANAGED,
  },
  {
    state: 'a key came a minute after the last moment of the intent',
    given: seen(SCHEDULED_RUN, ...afterIntent(3 * MINUTE)),
    ...TAKEN_FOR_ORPHAN,
  },
  {
    state: 'a key came more than a minute after the last moment of the intent',
    given: seen(SCHEDULED_RUN, ...afterIntent(3 * MINUTE + 1)),
    ...TAKEN_FOR_UNMANAGED,
  },
  {
    state: 'a key was there when the intent was written',
    given: seen(SCHEDULED_RUN, ...afterIntent(SECOND, OTHER_KEY)),
    ...TAKEN_FOR_UNMANAGED,
  },
  {
    state: 'two keys may be the one that the run has created: then neither is an orphan',
    given: seen(
      SCHEDULED_RUN,
      listedKey('AKIATHIRD', { age: 10 * DAY }),
      otherKey({ age: 10 * DAY }),
      intentOf(RUN_AFTER, 10 * DAY),
    ),
    ...TAKEN_FOR_UNMANAGED,
  },
  {
    state: 'two keys may be the one that a run has created, but one of them is of another run',
    given: seen(
      SCHEDULED_RUN,
      otherKey({ age: 10 * DAY }),
      listedKey('AKIATHIRD', { age: 10 * DAY }),
      intentOf(RUN_AFTER, 10 * DAY),
      intentOf(RUN_BEFORE, 10 * DAY, OTHER_KEY),
    ),
    ...TAKEN_FOR_ORPHAN,
  },
];
