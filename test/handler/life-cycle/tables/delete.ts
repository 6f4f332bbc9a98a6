import { PENDING, PREVIOUS } from '../../../../src/handler/life-cycle/labels';
import { isoTime } from '../../../../src/handler/life-cycle/records';
import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, Row, WAIT } from '../decision-row';
import {
  ago,
  intentOf,
  closed,
  CURRENT_KEY,
  currentKey,
  emptyPendingVersion,
  HOUR,
  lastUsed,
  listedKey,
  MINUTE,
  PENDING_KEY,
  REPLACED_KEY,
  OTHER_KEY,
  otherKey,
  ownedBy,
  pendingKey,
  remembered,
  replacedKey,
  replicaBehind,
  RUN_AFTER,
  SECOND,
  SECRET,
  seen,
  storedKey,
  TOKEN,
  unclaimed,
  versionOf,
  waitingForDeletion,
  withoutSecret,
  withoutUser,
} from '../snapshot-builder';

const DELETE: Task = { kind: 'delete', created: true, retain: false };
const RETAIN: Task = { ...DELETE, retain: true };
/** Create had failed. */
const ROLLBACK: Task = { ...DELETE, created: false };

const UNMANAGED =
  `Access key ${OTHER_KEY} is unmanaged. ` +
  'If no client uses this key, delete the key, or set retireUnmanagedKeysAfter.';

export const DELETE_ROWS: readonly Row[] = [
  {
    state: 'there is no user',
    given: seen(DELETE, withoutUser()),
    rule: 'finish-user-missing',
    action: DONE,
    reason: 'The IAM user mail does not exist, so it has no access key to delete.',
  },
  {
    state: 'there is no secret',
    given: seen(DELETE, withoutSecret()),
    rule: 'finish-secret-missing',
    action: DONE,
    reason: `The secret ${SECRET} does not exist and user mail has no access keys, so nothing is deleted.`,
  },
  {
    state: 'there is no secret, and a key remains whose last use is not known',
    given: seen(DELETE, otherKey(), withoutSecret()),
    rule: 'read-last-use-of-key-without-secret',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
  },
  {
    state: 'there is no secret, and keys remain whose last uses are known',
    given: seen(
      DELETE,
      otherKey(),
      lastUsed(OTHER_KEY, ago(HOUR)),
      listedKey(REPLACED_KEY, { inactive: true }),
      lastUsed(REPLACED_KEY, 'never'),
      withoutSecret(),
    ),
    rule: 'report-keys-without-secret',
    action: DONE,
    reason:
      `The secret ${SECRET} does not exist, so no access key was deleted. Only its labels recorded ` +
      `which access keys of user mail this construct created. The user keeps access key ${OTHER_KEY}, ` +
      `which is active. It was last used on ${isoTime(ago(HOUR))}. The user keeps access key ` +
      `${REPLACED_KEY}, which is inactive. It was never used. To delete a key that no client uses, run ` +
      '"aws iam delete-access-key --user-name mail --access-key-id <access key ID>". If the user could ' +
      'not be deleted, delete the stack again afterwards.',
  },
  {
    state: "the secret is another construct's",
    given: seen(DELETE, currentKey(), ownedBy('other-stack/key')),
    rule: 'finish-secret-not-owned',
    action: DONE,
    reason: `The run changes nothing in secret ${SECRET}, because another construct owns it: other-stack/key.`,
  },
  {
    state: 'Create failed before it claimed the secret',
    given: seen(ROLLBACK, currentKey(), unclaimed()),
    rule: 'finish-secret-not-owned',
    action: DONE,
    reason: `The run changes nothing in secret ${SECRET}, because this construct never claimed it.`,
  },
  {
    state: 'Create failed after it had claimed the secret',
    given: seen(ROLLBACK),
    rule: 'close-secret',
    action: { kind: 'close' },
  },
  {
    state: "Create succeeded, and the owner's tag was lost",
    given: seen(DELETE, unclaimed()),
    rule: 'close-secret',
    action: { kind: 'close' },
  },
  {
    state: 'the secret waits for its deletion and takes no tag',
    given: seen(DELETE, currentKey(), waitingForDeletion()),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: CURRENT_KEY },
  },
  {
    state: 'another run has stored an intent',
    given: seen(DELETE, closed(), currentKey(), intentOf(RUN_AFTER, MINUTE)),
    rule: 'wait-for-run-that-creates-key',
    action: WAIT,
  },
  {
    state: 'a run has created a key and not stored it',
    given: seen(
      DELETE,
      closed(),
      currentKey(),
      otherKey({ age: 2 * MINUTE }),
      intentOf(RUN_AFTER, 2 * MINUTE, CURRENT_KEY),
    ),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: OTHER_KEY },
    before: 'wait-for-run-that-creates-key',
  },
  {
    state:
      'the current key is retained, and a run that looked before the secret was closed may be making the ' +
      'pending one current',
    given: seen(RETAIN, closed(MINUTE), currentKey(), pendingKey()),
    rule: 'wait-for-promotion',
    action: WAIT,
  },
  {
    state:
      'the current key is retained, and a run that looked before the secret was closed may be moving ' +
      'AWSCURRENT back, since the key is being revoked',
    given: seen(RETAIN, closed(MINUTE), currentKey(), storedKey(REPLACED_KEY, [PREVIOUS], {})),
    rule: 'wait-for-promotion',
    action: WAIT,
  },
  {
    state:
      'the current key is retained, the pending one was deleted, and a replica is being updated: Delete does ' +
      'not wait for it',
    given: seen(RETAIN, closed(MINUTE), currentKey(), emptyPendingVersion(), replicaBehind()),
    rule: 'remove-pending-label',
    action: { kind: 'unlabel', version: TOKEN, label: PENDING },
  },
  {
    state: 'the current key is retained, and the pending one can become current no more',
    given: seen(RETAIN, closed(2 * MINUTE), currentKey(), pendingKey()),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: PENDING_KEY },
    before: 'wait-for-promotion',
  },
  {
    state: 'the current key is retained in a secret that waits for its deletion, where no label can be moved',
    given: seen(RETAIN, waitingForDeletion(), currentKey(), pendingKey()),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: PENDING_KEY },
  },
  {
    state: 'a pending key is deleted first',
    given: seen(DELETE, closed(), currentKey(), pendingKey()),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: PENDING_KEY },
  },
  {
    state: 'a replaced key is deleted before the current one',
    given: seen(DELETE, closed(), currentKey(), replacedKey()),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: REPLACED_KEY },
  },
  {
    state: 'the current key is deleted last',
    given: seen(DELETE, closed(), currentKey()),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: CURRENT_KEY },
  },
  {
    state: 'the current key is retained, and the replaced one is deleted',
    given: seen(RETAIN, closed(), currentKey(), replacedKey()),
    rule: 'delete-managed-key',
    action: { kind: 'delete', keyId: REPLACED_KEY },
  },
  {
    state: 'the current key is retained',
    given: seen(RETAIN, closed(), currentKey()),
    rule: 'release-secret',
    action: { kind: 'forget', records: [], intents: [], owner: true },
  },
  {
    state: 'IAM does not list a managed key, and has had the time to know it',
    given: seen(DELETE, closed(90 * SECOND), currentKey({ unlisted: true })),
    rule: 'delete-unlisted-key',
    action: { kind: 'delete', keyId: CURRENT_KEY, sure: true },
    before: 'wait-for-managed-key-in-list',
  },
  {
    state: 'IAM does not list a managed key, and the secret was closed just now',
    given: seen(DELETE, closed(), currentKey({ unlisted: true })),
    rule: 'wait-for-managed-key-in-list',
    action: WAIT,
  },
  {
    state: 'IAM does not list a managed key, and the time of the closing is not recorded: the run has begun just now',
    given: seen(DELETE, waitingForDeletion(), currentKey({ unlisted: true })),
    rule: 'wait-for-managed-key-in-list',
    action: WAIT,
  },
  {
    state: 'IAM does not list the key that is retained, nor a replaced one',
    given: seen(RETAIN, closed(HOUR), currentKey({ unlisted: true }), replacedKey({ unlisted: true })),
    rule: 'delete-unlisted-key',
    action: { kind: 'delete', keyId: REPLACED_KEY, sure: true },
  },
  {
    state: 'IAM does not list the key that is retained',
    given: seen(RETAIN, closed(), currentKey({ unlisted: true })),
    rule: 'release-secret',
    action: { kind: 'forget', records: [], intents: [], owner: true },
  },
  {
    state: 'the secret stays, with a pending version whose key is deleted',
    given: seen(
      RETAIN,
      closed(HOUR),
      currentKey(),
      pendingKey({ unlisted: true }),
      remembered({ deleted: [PENDING_KEY] }),
    ),
    rule: 'remove-pending-label',
    action: { kind: 'unlabel', version: versionOf(PENDING_KEY), label: PENDING },
  },
  {
    state: 'the secret waits for its deletion, with a pending version whose key is deleted',
    given: seen(
      RETAIN,
      waitingForDeletion(),
      currentKey(),
      pendingKey({ unlisted: true }),
      remembered({ deleted: [PENDING_KEY] }),
    ),
    rule: 'finish-delete',
    action: DONE,
  },
  {
    state: 'the secret is deleted, with a pending version that is empty',
    given: seen(DELETE, closed(), emptyPendingVersion('empty')),
    rule: 'release-secret',
    action: { kind: 'forget', records: [], intents: [], owner: true },
  },
  {
    state: 'all managed keys are deleted, and an intent remains',
    given: seen(DELETE, closed(), currentKey(), remembered({ deleted: [CURRENT_KEY] }), intentOf(RUN_AFTER, HOUR)),
    rule: 'release-secret',
    action: { kind: 'forget', records: [], intents: [RUN_AFTER], owner: true },
  },
  {
    state: 'the secret is scheduled for deletion, and all managed keys are deleted',
    given: seen(DELETE, waitingForDeletion(), currentKey(), remembered({ deleted: [CURRENT_KEY] })),
    rule: 'finish-delete',
    action: DONE,
  },
  {
    state: 'the secret is released, and an unmanaged key remains',
    given: seen(DELETE, closed(), unclaimed(), otherKey()),
    rule: 'finish-delete',
    action: DONE,
    reason: `The deletion of the construct is over. The user keeps these access keys. ${UNMANAGED}`,
  },
  {
    state: 'the secret is released, and no key remains',
    given: seen(DELETE, closed(), unclaimed()),
    rule: 'finish-delete',
    action: DONE,
    reason: 'The user has no access keys any more.',
  },
];
