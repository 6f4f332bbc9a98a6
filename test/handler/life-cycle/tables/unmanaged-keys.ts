import { Policy } from '../../../../src/handler/life-cycle/policy';
import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, Row } from '../decision-row';
import {
  ago,
  currentKey,
  DAY,
  Fact,
  HOUR,
  lastUsed,
  MINUTE,
  otherKey,
  OTHER_KEY,
  recorded,
  seen,
} from '../snapshot-builder';

const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };
const RETIRE: { readonly policy: Partial<Policy> } = { policy: { retireUnmanagedKeysAfter: 30 * DAY } };
const TO_BE_DEACTIVATED = { kind: 'record', records: [{ kind: 'deactivating', of: OTHER_KEY }] } as const;

function unmanaged(age: number, inactive = false): Fact[] {
  return [currentKey({ age: 20 * DAY }), otherKey({ age, inactive })];
}

/** An unmanaged key is never changed, unless retireUnmanagedKeysAfter is set. */
export const UNMANAGED_KEYS_ROWS: readonly Row[] = [
  {
    state: 'an unmanaged key has never been used, and retireUnmanagedKeysAfter is not set',
    given: seen(SCHEDULED_RUN, ...unmanaged(100 * DAY), lastUsed(OTHER_KEY, 'never')),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'an unmanaged key is as old as it must be unused',
    given: seen(SCHEDULED_RUN, ...unmanaged(30 * DAY)),
    ...RETIRE,
    rule: 'read-last-use-of-unmanaged-key',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an unmanaged key has never been used since it was created',
    given: seen(SCHEDULED_RUN, ...unmanaged(30 * DAY), lastUsed(OTHER_KEY, 'never')),
    ...RETIRE,
    rule: 'tag-unmanaged-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an unmanaged key has not been used for long enough',
    given: seen(SCHEDULED_RUN, ...unmanaged(100 * DAY), lastUsed(OTHER_KEY, ago(30 * DAY) - 1)),
    ...RETIRE,
    rule: 'tag-unmanaged-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the last use of an unmanaged key cannot be read',
    given: seen(SCHEDULED_RUN, ...unmanaged(100 * DAY), lastUsed(OTHER_KEY, 'unreadable')),
    ...RETIRE,
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'an unmanaged key is unused while clients read a key that does not work',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ inactive: true }),
      otherKey({ age: 100 * DAY }),
      lastUsed(OTHER_KEY, 'never'),
    ),
    ...RETIRE,
    rule: 'report-current-key-inactive',
    action: DONE,
  },
  {
    state: 'the deactivation of an unmanaged key is written down',
    given: seen(
      SCHEDULED_RUN,
      ...unmanaged(100 * DAY),
      lastUsed(OTHER_KEY, 'never'),
      recorded('deactivating', OTHER_KEY),
    ),
    ...RETIRE,
    rule: 'deactivate-unmanaged-key',
    action: { kind: 'deactivate', keyId: OTHER_KEY },
  },
  {
    state: 'the deactivation of an unmanaged key is written down, and it is used again',
    given: seen(
      SCHEDULED_RUN,
      ...unmanaged(100 * DAY),
      lastUsed(OTHER_KEY, ago(HOUR)),
      recorded('deactivating', OTHER_KEY, 30 * MINUTE),
    ),
    ...RETIRE,
    rule: 'keep-used-unmanaged-key',
    action: { kind: 'forget', records: [{ kind: 'deactivating', of: OTHER_KEY }] },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an unmanaged key was deactivated by the function',
    given: seen(
      SCHEDULED_RUN,
      ...unmanaged(100 * DAY, true),
      lastUsed(OTHER_KEY, ago(DAY)),
      recorded('deactivating', OTHER_KEY),
    ),
    ...RETIRE,
    rule: 'tag-inactive-unmanaged-key',
    action: { kind: 'record', records: [{ kind: 'deactivated', of: OTHER_KEY }] },
  },
  {
    state: 'an unmanaged key is inactive, by an operator, and has not been used for long enough',
    given: seen(SCHEDULED_RUN, ...unmanaged(100 * DAY, true), lastUsed(OTHER_KEY, ago(31 * DAY))),
    ...RETIRE,
    rule: 'tag-inactive-unmanaged-key',
    action: { kind: 'record', records: [{ kind: 'deactivated', of: OTHER_KEY }] },
  },
  {
    state: 'an unmanaged key is inactive, by an operator, and was used lately',
    given: seen(SCHEDULED_RUN, ...unmanaged(100 * DAY, true), lastUsed(OTHER_KEY, ago(DAY))),
    ...RETIRE,
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'the recovery window of an unmanaged key ends',
    given: seen(SCHEDULED_RUN, ...unmanaged(100 * DAY, true), recorded('deactivated', OTHER_KEY, 7 * DAY)),
    ...RETIRE,
    rule: 'delete-unmanaged-key',
    action: { kind: 'delete', keyId: OTHER_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an operator has activated an unmanaged key',
    given: seen(
      SCHEDULED_RUN,
      ...unmanaged(100 * DAY),
      recorded('deactivating', OTHER_KEY, DAY),
      recorded('deactivated', OTHER_KEY, 30 * MINUTE),
    ),
    ...RETIRE,
    rule: 'keep-activated-unmanaged-key',
    action: { kind: 'record', records: [{ kind: 'reactivated', of: OTHER_KEY }] },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'an operator has activated an unmanaged key for the second time',
    given: seen(
      SCHEDULED_RUN,
      ...unmanaged(100 * DAY),
      recorded('reactivated', OTHER_KEY, 40 * DAY),
      recorded('deactivated', OTHER_KEY, DAY),
    ),
    ...RETIRE,
    rule: 'keep-activated-unmanaged-key',
    action: { kind: 'record', records: [{ kind: 'reactivated', of: OTHER_KEY }] },
  },
  {
    state: 'the activation of an unmanaged key by an operator is recorded, and the older records are removed',
    given: seen(
      SCHEDULED_RUN,
      ...unmanaged(100 * DAY),
      recorded('deactivating', OTHER_KEY, DAY),
      recorded('deactivated', OTHER_KEY, DAY),
      recorded('reactivated', OTHER_KEY),
    ),
    ...RETIRE,
    rule: 'keep-activated-unmanaged-key',
    action: {
      kind: 'forget',
      records: [
        { kind: 'deactivating', of: OTHER_KEY },
        { kind: 'deactivated', of: OTHER_KEY },
      ],
    },
  },
  {
    state: 'the time without use counts from the activation',
    given: seen(
      SCHEDULED_RUN,
      ...unmanaged(100 * DAY),
      recorded('reactivated', OTHER_KEY, 30 * DAY),
      lastUsed(OTHER_KEY, 'never'),
    ),
    ...RETIRE,
    rule: 'tag-unmanaged-key-for-deactivation',
    action: TO_BE_DEACTIVATED,
    before: 'finish-nothing-to-do',
  },
];
