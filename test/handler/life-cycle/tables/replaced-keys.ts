import { Action } from '../../../../src/handler/life-cycle/decision';
import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, Row } from '../decision-row';
import {
  ago,
  currentKey,
  DAY,
  HOUR,
  lastUsed,
  MINUTE,
  REPLACED_KEY,
  recorded,
  replacedKey,
  replicaBehind,
  seen,
  SECOND,
} from '../snapshot-builder';

const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };
const TO_BE_DEACTIVATED: Action = { kind: 'record', records: [{ kind: 'deactivating', of: REPLACED_KEY }] };
const KEPT: Action = { kind: 'forget', records: [{ kind: 'deactivating', of: REPLACED_KEY }] };

/** A current key of 20 days, and the one that it has replaced then. */
const REPLACED = [
  currentKey({ age: 20 * DAY }),
  replacedKey({ age: 80 * DAY }),
  recorded('replaced', REPLACED_KEY, 20 * DAY),
];
const INACTIVE = [
  currentKey({ age: 20 * DAY }),
  replacedKey({ age: 80 * DAY, inactive: true }),
  recorded('replaced', REPLACED_KEY, 20 * DAY),
];

/** The overlap, the deactivation deadline, and the recovery window. */
export const REPLACED_KEYS_ROWS: readonly Row[] = [
  {
    state: 'the overlap ends',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 14 * DAY }),
      replacedKey({ age: 75 * DAY }),
      recorded('replaced', REPLACED_KEY, 14 * DAY),
    ),
    rule: 'read-last-use-of-replaced-key',
    action: { kind: 'askLastUse', keyId: REPLACED_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the overlap of a key ends that was never used',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 14 * DAY }),
      replacedKey({ age: 75 * DAY }),
      recorded('replaced', REPLACED_KEY, 14 * DAY),
      lastUsed(REPLACED_KEY, 'never'),
    ),
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
    reason: `Recording that access key ${REPLACED_KEY} will be deactivated, because no client uses it any more.`,
  },
  {
    state: 'the last use lies more than half an overlap back',
    given: seen(SCHEDULED_RUN, ...REPLACED, lastUsed(REPLACED_KEY, ago(7 * DAY) - 1)),
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the last use cannot be read',
    given: seen(SCHEDULED_RUN, ...REPLACED, lastUsed(REPLACED_KEY, 'unreadable')),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'a replica does not have the new key yet: then its last use does not matter',
    given: seen(SCHEDULED_RUN, ...REPLACED, replicaBehind()),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'the deactivation deadline is at the maximum age, though the key is used',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 20 * DAY }),
      replacedKey({ age: 90 * DAY }),
      recorded('replaced', REPLACED_KEY, 20 * DAY),
      lastUsed(REPLACED_KEY, ago(HOUR)),
    ),
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the deactivation deadline is a recovery window and a day before the next rotation, though the key is used',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 52 * DAY }),
      replacedKey({ age: 80 * DAY }),
      recorded('replaced', REPLACED_KEY, 52 * DAY),
      lastUsed(REPLACED_KEY, ago(HOUR)),
    ),
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the deactivation deadline would be before the end of the overlap, which is never shortened',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 55 * DAY }),
      replacedKey({ age: 120 * DAY }),
      recorded('replaced', REPLACED_KEY, 14 * DAY),
      lastUsed(REPLACED_KEY, ago(HOUR)),
    ),
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the deactivation deadline holds though a replica is behind',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 20 * DAY }),
      replacedKey({ age: 90 * DAY }),
      recorded('replaced', REPLACED_KEY, 20 * DAY),
      replicaBehind(),
    ),
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'keys are replaced on demand: no next rotation is the deactivation deadline',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 80 * DAY }),
      replacedKey({ age: 89 * DAY }),
      recorded('replaced', REPLACED_KEY, 80 * DAY),
      lastUsed(REPLACED_KEY, ago(HOUR)),
    ),
    policy: { rotateAfter: undefined },
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'keys are replaced on demand: the maximum age is the deactivation deadline',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 80 * DAY }),
      replacedKey({ age: 90 * DAY }),
      recorded('replaced', REPLACED_KEY, 80 * DAY),
      lastUsed(REPLACED_KEY, ago(HOUR)),
    ),
    policy: { rotateAfter: undefined },
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the deactivation is written down',
    given: seen(SCHEDULED_RUN, ...REPLACED, lastUsed(REPLACED_KEY, 'never'), recorded('deactivating', REPLACED_KEY)),
    rule: 'deactivate-replaced-key',
    action: { kind: 'deactivate', keyId: REPLACED_KEY },
  },
  {
    state: 'the deactivation was written down, no other run can be about to do it, and the key is used again',
    given: seen(
      SCHEDULED_RUN,
      ...REPLACED,
      lastUsed(REPLACED_KEY, ago(SECOND)),
      recorded('deactivating', REPLACED_KEY, 30 * MINUTE),
    ),
    rule: 'keep-used-replaced-key',
    action: KEPT,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the deactivation is written down, and the last use cannot be read',
    given: seen(
      SCHEDULED_RUN,
      ...REPLACED,
      lastUsed(REPLACED_KEY, 'unreadable'),
      recorded('deactivating', REPLACED_KEY, 30 * MINUTE),
    ),
    rule: 'keep-used-replaced-key',
    action: KEPT,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the deactivation is written down, and a replica falls behind',
    given: seen(SCHEDULED_RUN, ...REPLACED, replicaBehind(), recorded('deactivating', REPLACED_KEY, 30 * MINUTE)),
    rule: 'keep-used-replaced-key',
    action: KEPT,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the key was deactivated by the function: its last use does not matter any more',
    given: seen(SCHEDULED_RUN, ...INACTIVE, recorded('deactivating', REPLACED_KEY)),
    rule: 'tag-inactive-replaced-key',
    action: { kind: 'record', records: [{ kind: 'deactivated', of: REPLACED_KEY }] },
  },
  {
    state: 'the key is inactive in its overlap, by an operator',
    given: seen(SCHEDULED_RUN, currentKey(), replacedKey({ inactive: true }), recorded('replaced', REPLACED_KEY, DAY)),
    rule: 'tag-inactive-replaced-key',
    action: { kind: 'record', records: [{ kind: 'deactivated', of: REPLACED_KEY }] },
  },
  {
    state: 'the recovery window ends',
    given: seen(SCHEDULED_RUN, ...INACTIVE, recorded('deactivated', REPLACED_KEY, 7 * DAY)),
    rule: 'delete-replaced-key',
    action: { kind: 'delete', keyId: REPLACED_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the recovery window is over, but clients read a key that does not work',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 20 * DAY, inactive: true }),
      replacedKey({ inactive: true }),
      recorded('replaced', REPLACED_KEY, 30 * DAY),
      recorded('deactivated', REPLACED_KEY, 8 * DAY),
    ),
    rule: 'report-current-key-inactive',
    action: DONE,
  },
  {
    state:
      'the key was deactivated long enough ago that a list which says active is right: an operator has activated it',
    given: seen(
      SCHEDULED_RUN,
      ...REPLACED,
      recorded('deactivating', REPLACED_KEY, DAY),
      recorded('deactivated', REPLACED_KEY, 30 * MINUTE),
    ),
    rule: 'keep-activated-replaced-key',
    action: {
      kind: 'forget',
      records: (['deactivating', 'deactivated', 'replaced', 'abandoned'] as const).map((kind) => ({
        kind,
        of: REPLACED_KEY,
      })),
    },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'a key that will not be current was so before, as an operator has moved the label to it and back',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 20 * DAY }),
      replacedKey(),
      recorded('replaced', REPLACED_KEY, DAY),
      recorded('abandoned', REPLACED_KEY, DAY),
    ),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'a key that will never be current was used, by the run that tested it',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 20 * DAY }),
      replacedKey(),
      recorded('abandoned', REPLACED_KEY),
      lastUsed(REPLACED_KEY, ago(0)),
    ),
    rule: 'tag-replaced-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
  },
];
