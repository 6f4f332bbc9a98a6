import { CURRENT, PENDING, PREVIOUS } from '../../../../src/handler/life-cycle/labels';
import { isoTime } from '../../../../src/handler/life-cycle/records';
import { Task } from '../../../../src/handler/life-cycle/task';
import {
  ago,
  intentOf,
  closed,
  currentKey,
  CURRENT_KEY,
  emptyPendingVersion,
  Fact,
  HOUR,
  KeyOptions,
  lastUsed,
  listedKey,
  MINUTE,
  PENDING_KEY,
  REPLACED_KEY,
  otherKey,
  OTHER_KEY,
  pendingKey,
  recorded,
  remembered,
  replacedKey,
  RUN,
  RUN_AFTER,
  seen,
  storedKey,
  versionOf,
  SECRET,
} from '../snapshot-builder';
import { labelMovedBackRows } from './moved-back';
import { prerequisiteRows } from './prerequisites';
import { DONE, FAIL, Row } from '../decision-row';

const REVOKE: Task = { kind: 'revoke', keyId: CURRENT_KEY };
const DEACTIVATE = { kind: 'deactivate', keyId: CURRENT_KEY } as const;

/** The current key is written down as revoked, and off. */
const REVOKED: readonly Fact[] = [currentKey({ inactive: true }), recorded('revoked', CURRENT_KEY)];

/** The leaked key, after AWSCURRENT was moved back from it to the key that it had replaced. */
function leakedKey(options: KeyOptions): Fact {
  return storedKey(CURRENT_KEY, [PREVIOUS], { after: versionOf(REPLACED_KEY), ...options });
}

const MOVED_BACK: readonly Fact[] = [
  storedKey(REPLACED_KEY, [CURRENT], {}),
  leakedKey({ inactive: true }),
  recorded('revoked', CURRENT_KEY),
];

/** The leaked key was deleted by an operator, and two keys were created by hand. */
const GONE: readonly Fact[] = [
  currentKey({ unlisted: true }),
  recorded('revoked', CURRENT_KEY),
  remembered({ deleted: [CURRENT_KEY] }),
  otherKey(),
  listedKey(PENDING_KEY),
];

function revokeOf(keyId: string): Task {
  return { kind: 'revoke', keyId };
}

export const REVOKE_ROWS: readonly Row[] = [
  ...prerequisiteRows(REVOKE),
  {
    state: 'the key is not managed',
    given: seen(revokeOf(OTHER_KEY), currentKey(), otherKey()),
    rule: 'fail-revoke-of-other-key',
    action: FAIL,
    reason:
      `Access key ${OTHER_KEY} is not a key of secret ${SECRET}, so nothing was changed. Access key ` +
      `${CURRENT_KEY} is the current key. Check the access key ID, and revoke a key of this secret.`,
  },
  {
    state: 'the key is the current key',
    given: seen(REVOKE, currentKey()),
    rule: 'tag-key-revoked',
    action: { kind: 'record', records: [{ kind: 'revoked', of: CURRENT_KEY }] },
  },
  {
    state: 'the revoke is written down',
    given: seen(REVOKE, currentKey(), recorded('revoked', CURRENT_KEY)),
    rule: 'deactivate-revoked-key',
    action: DEACTIVATE,
  },
  {
    state:
      'the revoke is recorded, and an unmanaged key uses the second access key: the leaked key is deactivated ' +
      'all the same',
    given: seen(REVOKE, currentKey(), otherKey(), recorded('revoked', CURRENT_KEY)),
    rule: 'deactivate-revoked-key',
    action: DEACTIVATE,
  },
  {
    state: 'the revoke is recorded, and IAM does not list the key',
    given: seen(REVOKE, currentKey({ unlisted: true }), recorded('revoked', CURRENT_KEY)),
    rule: 'deactivate-revoked-key',
    action: DEACTIVATE,
  },
  {
    state: 'this run has deactivated a key that IAM does not list',
    given: seen(
      REVOKE,
      currentKey({ unlisted: true }),
      recorded('revoked', CURRENT_KEY),
      remembered({ changed: { [CURRENT_KEY]: false } }),
    ),
    rule: 'start-rotation-after-revoke',
    action: { kind: 'rotate', token: RUN },
  },
  {
    state: 'the key did not exist any more when this run would have deactivated it',
    given: seen(REVOKE, currentKey(), recorded('revoked', CURRENT_KEY), remembered({ deleted: [CURRENT_KEY] })),
    rule: 'start-rotation-after-revoke',
    action: { kind: 'rotate', token: RUN },
  },
  {
    state: 'the key was to become the current one',
    given: seen(revokeOf(PENDING_KEY), currentKey(), pendingKey({ inactive: true }), recorded('revoked', PENDING_KEY)),
    rule: 'remove-pending-label-of-revoked-key',
    action: { kind: 'unlabel', version: versionOf(PENDING_KEY), label: PENDING },
  },
  {
    state: 'the key was replaced',
    given: seen(
      revokeOf(REPLACED_KEY),
      currentKey(),
      replacedKey({ inactive: true }),
      recorded('revoked', REPLACED_KEY),
    ),
    rule: 'finish-revoked-key-not-current',
    action: DONE,
    reason:
      `Access key ${REPLACED_KEY} is revoked and does not work any more. Clients read another access ` +
      'key from the secret.',
  },
  {
    state: 'the user has a free access key',
    given: seen(REVOKE, ...REVOKED),
    rule: 'start-rotation-after-revoke',
    action: { kind: 'rotate', token: RUN },
  },
  {
    state: 'this run has asked for another key',
    given: seen(REVOKE, ...REVOKED, remembered({ rotated: true })),
    rule: 'finish-revoke',
    action: DONE,
    reason:
      `Access key ${CURRENT_KEY} is revoked and does not work any more. A rotation is creating its ` + 'replacement.',
  },
  {
    state: 'a rotation is under way',
    given: seen(REVOKE, ...REVOKED, pendingKey()),
    rule: 'resume-rotation-after-revoke',
    action: { kind: 'rotate', token: versionOf(PENDING_KEY) },
  },
  {
    state: 'a pending version is empty',
    given: seen(REVOKE, ...REVOKED, emptyPendingVersion('empty')),
    rule: 'remove-pending-label-before-rotation',
    action: { kind: 'unlabel', version: 'empty', label: PENDING },
  },
  {
    state: 'a pending version is empty, and the run that would have filled it in can create no key any more',
    given: seen(REVOKE, ...REVOKED, emptyPendingVersion('empty'), intentOf(RUN_AFTER, 2 * MINUTE)),
    rule: 'remove-pending-label-before-rotation',
    action: { kind: 'unlabel', version: 'empty', label: PENDING },
    before: 'finish-other-run-creates-key',
  },
  {
    state: 'another run is creating a key',
    given: seen(REVOKE, ...REVOKED, intentOf(RUN_AFTER, MINUTE)),
    rule: 'finish-other-run-creates-key',
    action: DONE,
  },
  ...labelMovedBackRows(REVOKE, 'read-last-use-of-revoked-key', { kind: 'askLastUse', keyId: CURRENT_KEY }),
  {
    state: 'the secret is closed: AWSCURRENT stays where it is',
    given: seen(REVOKE, ...REVOKED, storedKey(REPLACED_KEY, [PREVIOUS], {}), closed()),
    rule: 'read-last-use-of-revoked-key',
    action: { kind: 'askLastUse', keyId: CURRENT_KEY },
  },
  {
    state: 'AWSCURRENT was moved back from the key, and the user has a free access key',
    given: seen(
      REVOKE,
      ...MOVED_BACK.filter((_, index) => index !== 1),
      leakedKey({ unlisted: true }),
      remembered({ deleted: [CURRENT_KEY] }),
    ),
    rule: 'start-rotation-after-revoke',
    action: { kind: 'rotate', token: RUN },
    reason: `Starting a rotation, because access key ${CURRENT_KEY} is revoked.`,
  },
  {
    state: 'AWSCURRENT was moved back from the key, which is to be deleted',
    given: seen(REVOKE, ...MOVED_BACK),
    rule: 'read-last-use-of-revoked-key',
    action: { kind: 'askLastUse', keyId: CURRENT_KEY },
  },
  {
    state: 'AWSCURRENT was moved back from the key, which is deleted',
    given: seen(REVOKE, ...MOVED_BACK, lastUsed(CURRENT_KEY, ago(HOUR))),
    rule: 'delete-key-to-make-room-after-revoke',
    action: { kind: 'delete', keyId: CURRENT_KEY },
    reason:
      `Deleting access key ${CURRENT_KEY}, because a rotation needs a free access key of the user. It ` +
      `is revoked. It was last used on ${isoTime(ago(HOUR))}.`,
  },
  {
    state: 'an unmanaged key uses the second access key: the leaked key is deleted',
    given: seen(REVOKE, ...REVOKED, otherKey(), lastUsed(CURRENT_KEY, 'unreadable')),
    rule: 'delete-key-to-make-room-after-revoke',
    action: { kind: 'delete', keyId: CURRENT_KEY },
    reason:
      `Deleting access key ${CURRENT_KEY}, because a rotation needs a free access key of the user. It ` +
      'is revoked. It may have been used, because its last use could not be read.',
  },
  {
    state: 'two unmanaged keys use both access keys, as the revoked key was deleted',
    given: seen(REVOKE, ...GONE),
    rule: 'read-last-use-of-key-blocking-revoke',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
  },
  {
    state: 'a replaced key and an unmanaged one use both access keys, as the revoked key was deleted',
    given: seen(
      REVOKE,
      currentKey({ unlisted: true }),
      recorded('revoked', CURRENT_KEY),
      remembered({ deleted: [CURRENT_KEY] }),
      otherKey(),
      lastUsed(OTHER_KEY, 'never'),
      replacedKey(),
      recorded('replaced', REPLACED_KEY),
    ),
    rule: 'read-last-use-of-key-blocking-revoke',
    action: { kind: 'askLastUse', keyId: REPLACED_KEY },
  },
  {
    state: 'two unmanaged keys use both access keys, as the revoked key was deleted, and their last uses are known',
    given: seen(REVOKE, ...GONE, lastUsed(OTHER_KEY, 'never'), lastUsed(PENDING_KEY, 'never')),
    rule: 'fail-revoke-blocked',
    action: FAIL,
    reason:
      `Access key ${CURRENT_KEY} is revoked and does not work any more. No access key can be created, ` +
      `because user mail has two access keys, the most that IAM allows. Access key ${OTHER_KEY} is ` +
      'unmanaged. It was never used. If no client uses this key, delete the key, or set ' +
      `retireUnmanagedKeysAfter. Access key ${PENDING_KEY} is unmanaged. It was never used. If no ` +
      'client uses this key, delete the key, or set retireUnmanagedKeysAfter. When the user has a free ' +
      `access key, run "aws secretsmanager rotate-secret --secret-id ${SECRET}".`,
  },
];
