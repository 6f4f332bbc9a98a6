import { isoTime } from '../../../../src/handler/life-cycle/records';
import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, Row } from '../decision-row';
import {
  ago,
  intentOf,
  currentKey,
  CURRENT_KEY,
  DAY,
  HOUR,
  MINUTE,
  PENDING_KEY,
  REPLACED_KEY,
  otherKey,
  OTHER_KEY,
  pendingKey,
  pendingSeen,
  recorded,
  remembered,
  replacedKey,
  RUN,
  RUN_AFTER,
  SECOND,
  seen,
  versionOf,
} from '../snapshot-builder';

const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };
const ROTATE = { kind: 'rotate', token: RUN } as const;
const OVERDUE = `the rotation of the current key ${CURRENT_KEY} was due on ${isoTime(ago(DAY))}`;

/** A scheduled run never creates a key: it asks Secrets Manager to rotate. */
export const ASKING_FOR_ROTATION_ROWS: readonly Row[] = [
  {
    state: 'a rotation has not continued for an hour',
    given: seen(SCHEDULED_RUN, currentKey(), pendingKey(), pendingSeen(versionOf(PENDING_KEY), HOUR)),
    rule: 'resume-rotation',
    action: { kind: 'rotate', token: versionOf(PENDING_KEY) },
    before: 'finish-nothing-to-do',
    reason: `Resuming the rotation to access key ${PENDING_KEY}, because it was interrupted.`,
  },
  {
    state: 'a rotation has not continued for an hour, and this run has requested it',
    given: seen(
      SCHEDULED_RUN,
      currentKey(),
      pendingKey(),
      pendingSeen(versionOf(PENDING_KEY), HOUR),
      remembered({ rotated: true }),
    ),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'the rotation is a day late',
    given: seen(SCHEDULED_RUN, currentKey({ age: 61 * DAY })),
    rule: 'start-rotation',
    action: ROTATE,
    reason: `Starting a rotation, because ${OVERDUE}.`,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the rotation is late, and this run has asked for it',
    given: seen(SCHEDULED_RUN, currentKey({ age: 100 * DAY }), remembered({ rotated: true })),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'the rotation is late, and is under way',
    given: seen(SCHEDULED_RUN, currentKey({ age: 100 * DAY }), pendingKey(), pendingSeen(versionOf(PENDING_KEY))),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'keys are replaced on demand',
    given: seen(SCHEDULED_RUN, currentKey({ age: 1000 * DAY })),
    policy: { rotateAfter: undefined },
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'the rotation is late, and a replaced key is inactive',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 61 * DAY }),
      replacedKey({ inactive: true }),
      recorded('replaced', REPLACED_KEY, DAY),
      recorded('deactivated', REPLACED_KEY, DAY),
    ),
    rule: 'start-rotation',
    action: ROTATE,
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the current key was deleted half an hour ago',
    given: seen(SCHEDULED_RUN, currentKey({ unlisted: true }), recorded('absent', CURRENT_KEY, 30 * MINUTE)),
    rule: 'start-rotation',
    action: ROTATE,
    reason: `Starting a rotation, because an operator deleted the current key ${CURRENT_KEY}.`,
    before: 'finish-current-key-not-listed',
  },
  {
    state: 'the current key was revoked',
    given: seen(SCHEDULED_RUN, currentKey({ inactive: true }), recorded('revoked', CURRENT_KEY)),
    rule: 'start-rotation',
    action: ROTATE,
    reason: `Starting a rotation, because access key ${CURRENT_KEY} is revoked.`,
  },
  {
    state: 'the current key was revoked, and this run has asked for another',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ inactive: true }),
      recorded('revoked', CURRENT_KEY),
      remembered({ rotated: true }),
    ),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'the current key was revoked, and a replaced one uses the second access key',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ inactive: true }),
      recorded('revoked', CURRENT_KEY),
      replacedKey(),
      recorded('replaced', REPLACED_KEY),
    ),
    rule: 'start-rotation',
    action: ROTATE,
  },
  {
    state: 'the rotation is late, and the last use of the unmanaged key that uses the second access key is not known',
    given: seen(SCHEDULED_RUN, currentKey({ age: 61 * DAY }), otherKey()),
    rule: 'read-last-use-of-key-blocking-rotation',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the rotation is late, and the last use of the replaced key that uses the second access key is not known',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 61 * DAY }),
      replacedKey(),
      recorded('replaced', REPLACED_KEY, 13 * DAY),
    ),
    rule: 'read-last-use-of-key-blocking-rotation',
    action: { kind: 'askLastUse', keyId: REPLACED_KEY },
    before: 'finish-nothing-to-do',
  },
  {
    state: 'the rotation is late, and an operator has deactivated the current key: it is not replaced',
    given: seen(SCHEDULED_RUN, currentKey({ age: 61 * DAY, inactive: true })),
    rule: 'report-current-key-inactive',
    action: DONE,
    reason:
      `An operator or a clean-up job deactivated the current key ${CURRENT_KEY} of user mail. Its ` +
      'clients are refused, and no other access key is created. Activate the key, or revoke it to ' +
      'replace it.',
  },
  {
    state: 'the rotation is late, and an unmanaged key uses the second access key',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 61 * DAY }),
      otherKey(),
      remembered({ lastUse: { [OTHER_KEY]: ago(3 * DAY) } }),
    ),
    rule: 'report-rotation-blocked',
    action: DONE,
    before: 'finish-nothing-to-do',
    reason:
      `A rotation is needed, because ${OVERDUE}. No access key can be created, because user mail has ` +
      `two access keys, the most that IAM allows. Access key ${CURRENT_KEY} is the current key. Access ` +
      `key ${OTHER_KEY} is unmanaged. It was last used on ${isoTime(ago(3 * DAY))}. If no client uses ` +
      'this key, delete the key, or set retireUnmanagedKeysAfter. When the user has a free access key, ' +
      'a scheduled run starts the rotation.',
  },
  {
    state:
      'the rotation is late, and a replaced key is in its overlap, which was counted anew since its label was removed',
    given: seen(
      SCHEDULED_RUN,
      currentKey({ age: 61 * DAY }),
      replacedKey(),
      recorded('replaced', REPLACED_KEY, 13 * DAY),
      remembered({ lastUse: { [REPLACED_KEY]: 'never' } }),
    ),
    rule: 'report-rotation-blocked',
    action: DONE,
    before: 'finish-nothing-to-do',
    reason:
      `A rotation is needed, because ${OVERDUE}. No access key can be created, because user mail has ` +
      `two access keys, the most that IAM allows. Access key ${CURRENT_KEY} is the current key. Access ` +
      `key ${REPLACED_KEY} was replaced. It stays active until ${isoTime(ago(-DAY))} or later. Its ` +
      `overlap, in which clients change to the new key, counts from ${isoTime(ago(13 * DAY))}, ` +
      `although access key ${CURRENT_KEY} was created on ${isoTime(ago(61 * DAY))}. Either the rotation took that ` +
      'long, or the staging label with the start of the overlap was removed. It was never used. When the user ' +
      'has a free access key, a ' +
      'scheduled run starts the rotation.',
  },
  {
    state: 'the rotation is late, and another run may have created the key that uses the second access key',
    given: seen(SCHEDULED_RUN, currentKey({ age: 61 * DAY }), otherKey({ age: SECOND }), intentOf(RUN_AFTER, MINUTE)),
    rule: 'report-rotation-blocked',
    action: DONE,
    reason:
      `A rotation is needed, because ${OVERDUE}. No access key can be created, because user mail has ` +
      `two access keys, the most that IAM allows. Access key ${CURRENT_KEY} is the current key. ` +
      `Another run may have created access key ${OTHER_KEY} just now. When the user has a free access ` +
      'key, a scheduled run starts the rotation.',
  },
];
