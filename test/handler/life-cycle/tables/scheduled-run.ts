import { isoTime } from '../../../../src/handler/life-cycle/records';
import { Task } from '../../../../src/handler/life-cycle/task';
import {
  ago,
  closed,
  currentKey,
  CURRENT_KEY,
  DAY,
  PENDING_KEY,
  REPLACED_KEY,
  otherKey,
  pendingKey,
  OTHER_KEY,
  recorded,
  remembered,
  replacedKey,
  replicaBehind,
  replicatedTo,
  RUN,
  SECRET,
  seen,
  storedKey,
  valueByHand,
  versionOf,
  waitingForDeletion,
} from '../snapshot-builder';
import { BOOKKEEPING_ROWS } from './bookkeeping';
import { labelMovedBackRows } from './moved-back';
import { ORPHANS_ROWS } from './orphans';
import { deadPendingVersionRows, UNNOTICED_KEY_ROWS } from './pending-version';
import { prerequisiteRows } from './prerequisites';
import { REPLACED_KEYS_ROWS } from './replaced-keys';
import { busyReplicaRows } from './replicas';
import { ASKING_FOR_ROTATION_ROWS } from './rotation-due';
import { UNMANAGED_KEYS_ROWS } from './unmanaged-keys';
import { CURRENT, PREVIOUS } from '../../../../src/handler/life-cycle/labels';
import { DONE, Row } from '../decision-row';

const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };

export const SCHEDULED_RUN_ROWS: readonly Row[] = [
  ...prerequisiteRows(SCHEDULED_RUN),
  {
    state: 'the secret is closed',
    given: seen(SCHEDULED_RUN, currentKey(), closed()),
    rule: 'finish-secret-closed',
    action: DONE,
  },
  {
    state: 'the secret waits for its deletion',
    given: seen(SCHEDULED_RUN, currentKey(), waitingForDeletion()),
    rule: 'report-secret-scheduled-for-deletion',
    action: DONE,
    reason:
      `The secret ${SECRET} is scheduled for deletion, so clients cannot read it. To keep it, run "aws ` +
      `secretsmanager restore-secret --secret-id ${SECRET}" before ${isoTime(ago(-30 * DAY))}. If the ` +
      'access key is no longer needed, remove the construct from its stack, and deploy.',
  },
  {
    state: 'the secret is closed and waits for its deletion: its stack deletes it',
    given: seen(SCHEDULED_RUN, currentKey(), closed(), waitingForDeletion()),
    rule: 'finish-secret-closed',
    action: DONE,
  },
  ...(
    [
      [CURRENT_KEY, currentKey()],
      [PENDING_KEY, pendingKey()],
      [REPLACED_KEY, replacedKey()],
    ] as const
  ).map(([keyId, stored]): Row => ({
    state: `the revoke of ${keyId} was interrupted`,
    given: seen(SCHEDULED_RUN, stored, recorded('revoked', keyId)),
    rule: 'resume-revoke',
    action: { kind: 'deactivate', keyId },
  })),
  {
    state: 'an unmanaged key is recorded as revoked',
    given: seen(SCHEDULED_RUN, currentKey(), otherKey(), recorded('revoked', OTHER_KEY)),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  ...labelMovedBackRows(SCHEDULED_RUN, 'start-rotation', { kind: 'rotate', token: RUN }),
  {
    state:
      'AWSCURRENT was moved back from a revoked key, and the run that did so was stopped before it asked for ' +
      'the next one',
    given: seen(
      SCHEDULED_RUN,
      storedKey(REPLACED_KEY, [CURRENT], {}),
      storedKey(CURRENT_KEY, [PREVIOUS], { after: versionOf(REPLACED_KEY), inactive: true }),
      recorded('revoked', CURRENT_KEY),
      recorded('replaced', CURRENT_KEY),
      recorded('deactivated', CURRENT_KEY),
    ),
    rule: 'start-rotation',
    action: { kind: 'rotate', token: RUN },
    reason:
      `Starting a rotation, because access key ${CURRENT_KEY} is revoked and access key ` +
      `${REPLACED_KEY} is the current key only until a new one exists.`,
  },
  {
    state:
      'AWSCURRENT was moved back from a revoked key, and an operator has deactivated the key that is current ' +
      'again: that is a kill switch',
    given: seen(
      SCHEDULED_RUN,
      storedKey(REPLACED_KEY, [CURRENT], { inactive: true }),
      storedKey(CURRENT_KEY, [PREVIOUS], { after: versionOf(REPLACED_KEY), inactive: true }),
      recorded('revoked', CURRENT_KEY),
      recorded('replaced', CURRENT_KEY),
      recorded('deactivated', CURRENT_KEY),
    ),
    rule: 'report-current-key-inactive',
    action: DONE,
  },
  {
    state: 'a revoked key was replaced by the next one',
    given: seen(
      SCHEDULED_RUN,
      currentKey(),
      storedKey(REPLACED_KEY, [PREVIOUS], { after: versionOf(PENDING_KEY), inactive: true }),
      recorded('revoked', REPLACED_KEY),
      recorded('replaced', REPLACED_KEY),
      recorded('deactivated', REPLACED_KEY),
    ),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  ...BOOKKEEPING_ROWS,
  ...deadPendingVersionRows(SCHEDULED_RUN, 'finish-nothing-to-do'),
  ...UNNOTICED_KEY_ROWS,
  ...REPLACED_KEYS_ROWS,
  ...ORPHANS_ROWS,
  ...UNMANAGED_KEYS_ROWS,
  ...ASKING_FOR_ROTATION_ROWS,
  ...busyReplicaRows(
    SCHEDULED_RUN,
    'tag-first-seen',
    { kind: 'record', records: [{ kind: 'replaced', of: REPLACED_KEY }] },
    false,
    currentKey(),
    replacedKey(),
  ),
  {
    state: 'only a tag is to be written, and a replica is being updated',
    given: seen(SCHEDULED_RUN, currentKey({ unlisted: true }), replicaBehind()),
    rule: 'tag-first-seen',
    action: { kind: 'record', records: [{ kind: 'absent', of: CURRENT_KEY }] },
  },
  {
    state: 'a replica cannot be updated',
    given: seen(
      SCHEDULED_RUN,
      currentKey(),
      replicatedTo(
        { region: 'eu-west-1', status: 'InSync' },
        { region: 'eu-central-1', status: 'Failed', message: 'Secret with this name already exists in this region' },
        { region: 'us-east-1', status: 'Failed' },
      ),
    ),
    rule: 'report-replication-failed',
    action: DONE,
    reason:
      `Secrets Manager cannot replicate the secret ${SECRET} to eu-central-1: Secret with this name ` +
      `already exists in this region. Secrets Manager cannot replicate the secret ${SECRET} to ` +
      'us-east-1: AWS returned no reason. Correct the replica region or its encryption key, and deploy ' +
      'the stack again.',
  },
  {
    state: 'the secret is empty',
    given: seen(SCHEDULED_RUN),
    rule: 'report-no-managed-key',
    action: DONE,
    reason:
      `The current value of secret ${SECRET} is not an access key that this construct created. Rotate ` +
      'the secret, or move AWSCURRENT back to the version of a working key.',
  },
  {
    state: 'the secret has a value of an operator, and an older managed key is not changed',
    given: seen(
      SCHEDULED_RUN,
      valueByHand(),
      replacedKey({ inactive: true }),
      recorded('replaced', REPLACED_KEY),
      recorded('deactivated', REPLACED_KEY),
    ),
    rule: 'report-no-managed-key',
    action: DONE,
  },
  {
    state: 'the current key is not listed, which is written down',
    given: seen(SCHEDULED_RUN, currentKey({ unlisted: true }), recorded('absent', CURRENT_KEY)),
    rule: 'finish-current-key-not-listed',
    action: DONE,
    reason: `IAM does not list the current key ${CURRENT_KEY}. The next scheduled run checks again.`,
  },
  {
    state: 'an operator has deactivated the current key',
    given: seen(SCHEDULED_RUN, currentKey({ inactive: true })),
    rule: 'report-current-key-inactive',
    action: DONE,
    reason:
      `An operator or a clean-up job deactivated the current key ${CURRENT_KEY} of user mail. Its ` +
      'clients are refused, and no other access key is created. Activate the key, or revoke it to ' +
      'replace it.',
  },
  {
    state: 'this run has activated the current key, which a list does not show yet',
    given: seen(SCHEDULED_RUN, currentKey({ inactive: true }), remembered({ changed: { [CURRENT_KEY]: true } })),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'this run has created a key, which a list does not show yet',
    given: seen(SCHEDULED_RUN, currentKey(), remembered({ created: { id: OTHER_KEY, active: true, createdAt: 0 } })),
    policy: { retireUnmanagedKeysAfter: 1 },
    rule: 'read-last-use-of-unmanaged-key',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
  },
  {
    state: 'the current key works',
    given: seen(SCHEDULED_RUN, currentKey()),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
];
