import { Task } from '../../../../src/handler/life-cycle/task';
import { FAIL, Row, WAIT } from '../decision-row';
import {
  intentOf,
  currentKey,
  CURRENT_KEY,
  DAY,
  lastUsed,
  MINUTE,
  PENDING_KEY,
  REPLACED_KEY,
  otherKey,
  OTHER_KEY,
  pendingKey,
  recorded,
  replacedKey,
  RUN,
  RUN_AFTER,
  RUN_BEFORE,
  SECOND,
  seen,
  SECRET,
  versionOf,
} from '../snapshot-builder';

/**
 * The rules by which a run creates a key, waits or fails, for each task that creates keys. None of the states has a
 * current key that works: then Create is done.
 */
export function mintingRows(task: Task, endsRun: boolean): Row[] {
  const revokedKey = [currentKey({ inactive: true }), recorded('revoked', CURRENT_KEY)];
  const inactiveKey = [currentKey({ inactive: true }), recorded('deactivating', CURRENT_KEY)];
  const creation = { kind: 'createKey', after: undefined } as const;
  const again = task.kind === 'create' ? 'deploy the stack again' : 'rotate the secret again';
  return [
    {
      state: 'the user has a free access key',
      given: seen(task),
      rule: 'write-creation-intent',
      action: { kind: 'writeIntent' },
    },
    {
      state: 'this run has stored an intent',
      given: seen(task, intentOf(RUN, 0)),
      rule: 'create-key',
      action: creation,
      endsRun,
    },
    {
      state: 'less than half of the time to create a key remains',
      given: seen(task, intentOf(RUN, MINUTE)),
      rule: 'write-creation-intent',
      action: { kind: 'writeIntent' },
      before: 'create-key',
    },
    {
      state: 'another run has stored an intent',
      given: seen(task, intentOf(RUN_AFTER, MINUTE)),
      rule: 'wait-for-other-run',
      action: WAIT,
    },
    {
      state: 'another run can no longer create the key of its intent',
      given: seen(task, intentOf(RUN_AFTER, 2 * MINUTE)),
      rule: 'write-creation-intent',
      action: { kind: 'writeIntent' },
      before: 'wait-for-other-run',
    },
    {
      state: 'another run has stored an intent before this one did',
      given: seen(task, intentOf(RUN, 10 * SECOND), intentOf(RUN_AFTER, 20 * SECOND)),
      rule: 'wait-for-other-run',
      action: WAIT,
    },
    {
      state: 'another run has stored an intent after this one did',
      given: seen(task, intentOf(RUN, 20 * SECOND), intentOf(RUN_BEFORE, 10 * SECOND)),
      rule: 'create-key',
      action: creation,
      endsRun,
    },
    {
      state: 'two runs have stored intents at once, and the other is first by its name',
      given: seen(task, intentOf(RUN, 0), intentOf(RUN_BEFORE, 0)),
      rule: 'wait-for-other-run',
      action: WAIT,
    },
    {
      state: 'two runs have stored intents at once, and this one is first by its name',
      given: seen(task, intentOf(RUN, 0), intentOf(RUN_AFTER, 0)),
      rule: 'create-key',
      action: creation,
      endsRun,
    },
    {
      state: 'another rotation is under way',
      given: seen(task, pendingKey()),
      rule: 'fail-other-version-pending',
      action: FAIL,
      reason:
        'No access key was created, because an earlier rotation has not finished. It has stored the ' +
        `pending key ${PENDING_KEY} in secret ${SECRET}. A scheduled run resumes it within hours. To ` +
        `resume it now, run "aws secretsmanager rotate-secret --secret-id ${SECRET} ` +
        `--client-request-token ${versionOf(PENDING_KEY)}". When the rotation has finished, ${again}.`,
    },
    {
      state: 'the current key was deactivated by an operator',
      given: seen(task, currentKey({ inactive: true }), recorded('deactivated', CURRENT_KEY)),
      rule: 'fail-current-key-inactive',
      action: FAIL,
      reason:
        `An operator or a clean-up job deactivated the current key ${CURRENT_KEY} of user mail. Its ` +
        'clients are refused, and no other access key is created. Activate the key, or revoke it to ' +
        'replace it.',
    },
    {
      state: 'the current key was deactivated by the function',
      given: seen(task, currentKey({ inactive: true }), recorded('deactivating', CURRENT_KEY)),
      rule: 'write-creation-intent',
      action: { kind: 'writeIntent' },
    },
    {
      state: 'the current key is inactive, because it was revoked',
      given: seen(task, ...revokedKey),
      rule: 'write-creation-intent',
      action: { kind: 'writeIntent' },
    },
    {
      state:
        'the current key was revoked, and an active replaced key uses the second access key: the leaked key is ' +
        'to be deleted',
      given: seen(task, ...revokedKey, replacedKey(), recorded('replaced', REPLACED_KEY)),
      rule: 'read-last-use-of-revoked-key',
      action: { kind: 'askLastUse', keyId: CURRENT_KEY },
    },
    {
      state:
        'the current key was revoked, and an active replaced key uses the second access key: the leaked key is deleted',
      given: seen(
        task,
        ...revokedKey,
        replacedKey(),
        recorded('replaced', REPLACED_KEY),
        lastUsed(CURRENT_KEY, 'never'),
      ),
      rule: 'delete-key-to-make-room',
      action: { kind: 'delete', keyId: CURRENT_KEY },
      reason:
        `Deleting access key ${CURRENT_KEY}, because a rotation needs a free access key of the user. It ` +
        'is revoked. It was never used.',
    },
    {
      state:
        'an active replaced key uses the second access key, and the inactive current key was not revoked: ' +
        'neither is deleted',
      given: seen(
        task,
        ...inactiveKey,
        replacedKey(),
        recorded('replaced', REPLACED_KEY),
        lastUsed(REPLACED_KEY, 'never'),
      ),
      rule: 'fail-no-free-access-key',
      action: FAIL,
    },
    {
      state: 'the current key was revoked, and an unmanaged key uses the second access key: the leaked key is deleted',
      given: seen(task, ...revokedKey, otherKey(), lastUsed(CURRENT_KEY, 'never')),
      policy: { retireUnmanagedKeysAfter: 30 * DAY },
      rule: 'delete-key-to-make-room',
      action: { kind: 'delete', keyId: CURRENT_KEY },
    },
    {
      state: 'a later run has just created the key that uses the second access key',
      given: seen(
        task,
        ...inactiveKey,
        otherKey({ age: 10 * SECOND }),
        intentOf(RUN, 30 * SECOND),
        intentOf(RUN_AFTER, 20 * SECOND),
      ),
      policy: { retireUnmanagedKeysAfter: 30 * DAY },
      rule: 'wait-for-key-of-other-run',
      action: WAIT,
    },
    {
      state: 'an unmanaged key uses the second access key',
      given: seen(task, ...inactiveKey, otherKey()),
      policy: { retireUnmanagedKeysAfter: 30 * DAY },
      rule: 'read-last-use-of-blocking-key',
      action: { kind: 'askLastUse', keyId: OTHER_KEY },
    },
    {
      state: 'an unmanaged key uses the second access key, and its last use is known',
      given: seen(task, ...inactiveKey, otherKey(), lastUsed(OTHER_KEY, 'never')),
      policy: { retireUnmanagedKeysAfter: 30 * DAY },
      rule: 'fail-no-free-access-key',
      action: FAIL,
      reason:
        'No access key can be created, because user mail has two access keys, the most that IAM allows. ' +
        `Access key ${CURRENT_KEY} is the current key. Access key ${OTHER_KEY} is unmanaged. It was ` +
        'never used. If no client uses this key, delete the key, or wait until it has been unused for 30 ' +
        `days. When the user has a free access key, ${again}.`,
    },
  ];
}
