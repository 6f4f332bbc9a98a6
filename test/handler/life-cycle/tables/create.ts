import { keyLabel } from '../../../../src/handler/life-cycle/labels';
import { isoTime } from '../../../../src/handler/life-cycle/records';
import { Task } from '../../../../src/handler/life-cycle/task';
import {
  ago,
  intentOf,
  closed,
  CURRENT_KEY,
  currentKey,
  DAY,
  emptyPendingVersion,
  HOUR,
  lastUsed,
  listedKey,
  MINUTE,
  PENDING_KEY,
  NOW,
  OTHER_KEY,
  otherKey,
  pendingKey,
  remembered,
  replicaBehind,
  replicatedTo,
  RUN_AFTER,
  SECOND,
  seen,
  storedKey,
  TOKEN,
  unclaimed,
  unreadable,
  valueByHand,
  versionOf,
  SECRET,
} from '../snapshot-builder';
import { mintingRows } from './create-key';
import { prerequisiteRows } from './prerequisites';
import { DONE, FAIL, Row, WAIT } from '../decision-row';

const CREATE: Task = { kind: 'create', token: TOKEN };
const UNMANAGED =
  'User mail has an unmanaged key, which would block a rotation later. ' +
  'If this construct was renamed or moved, the unmanaged key is its current key and clients use it. ' +
  'In that case, keep the logical IDs of the construct, and do not change the key. ' +
  `Access key ${OTHER_KEY} is unmanaged.`;

const REMEDY =
  'If no client uses this key, delete the key, or set retireUnmanagedKeysAfter. Then deploy the stack again.';

export const CREATE_ROWS: readonly Row[] = [
  ...prerequisiteRows(CREATE),
  {
    state: 'the secret was closed by a deletion just now',
    given: seen(CREATE, closed()),
    rule: 'fail-secret-closed-recently',
    action: FAIL,
    reason:
      `A construct that used the secret ${SECRET} was deleted less than an hour ago. Deploy ` +
      `the stack again after ${isoTime(NOW + HOUR)}.`,
  },
  {
    state: 'the secret was closed an hour ago',
    given: seen(CREATE, closed(HOUR)),
    rule: 'reopen-secret',
    action: { kind: 'forget', records: [], closed: true },
    before: 'fail-secret-closed-recently',
  },
  {
    state: 'the secret cannot be replicated',
    given: seen(CREATE, replicatedTo({ region: 'eu-central-1', status: 'Failed', message: 'The key does not exist' })),
    rule: 'fail-replication',
    action: FAIL,
    reason:
      `Secrets Manager cannot replicate the secret ${SECRET} to eu-central-1: The key does not exist. ` +
      'Correct the replica region or its encryption key, and deploy the stack again.',
  },
  {
    state: 'the secret cannot be replicated with the key of this request, which was accepted',
    given: seen(
      CREATE,
      currentKey({ version: TOKEN }),
      remembered({ accepted: TOKEN }),
      replicatedTo({ region: 'eu-central-1', status: 'Failed' }),
    ),
    rule: 'fail-replication',
    action: FAIL,
  },
  {
    state: 'the key of this request was accepted, and a replica is being updated',
    given: seen(CREATE, pendingKey({ version: TOKEN }), remembered({ accepted: TOKEN }), replicaBehind()),
    rule: 'promote-first-key',
    action: WAIT,
    reason:
      'Waiting, because the secret is still being replicated to eu-central-1. This run checks again ' + 'shortly.',
  },
  {
    state: 'the secret has a value of an operator',
    given: seen(CREATE, valueByHand()),
    rule: 'fail-unmanaged-value',
    action: FAIL,
    reason:
      `The secret ${SECRET} already has a value that this construct did not store. Pass an empty ` +
      'secret to the construct, or none to create a new secret.',
  },
  {
    state: 'the user has a key',
    given: seen(CREATE, otherKey()),
    rule: 'fail-unmanaged-key',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
  },
  {
    state: 'the user has a key that was used',
    given: seen(CREATE, otherKey(), lastUsed(OTHER_KEY, ago(3 * DAY))),
    rule: 'fail-unmanaged-key',
    action: FAIL,
    reason: `${UNMANAGED} It was last used on ${isoTime(ago(3 * DAY))}. ${REMEDY}`,
  },
  {
    state: 'the user has a key whose last use cannot be read',
    given: seen(CREATE, otherKey(), lastUsed(OTHER_KEY, 'unreadable')),
    rule: 'fail-unmanaged-key',
    action: FAIL,
    reason: `${UNMANAGED} It may have been used, because its last use could not be read. ${REMEDY}`,
  },
  {
    state: 'the user has a key that may be retired',
    given: seen(CREATE, otherKey()),
    policy: { retireUnmanagedKeysAfter: 30 * DAY },
    rule: 'write-creation-intent',
    action: { kind: 'writeIntent' },
  },
  {
    state: 'the user has two keys that may be retired',
    given: seen(CREATE, otherKey(), listedKey(PENDING_KEY), lastUsed(OTHER_KEY, ago(3 * DAY))),
    policy: { retireUnmanagedKeysAfter: 30 * DAY },
    rule: 'fail-two-unmanaged-keys',
    action: { kind: 'askLastUse', keyId: PENDING_KEY },
  },
  {
    state: 'the user has two keys that may be retired, and their last uses are known',
    given: seen(
      CREATE,
      otherKey(),
      listedKey(PENDING_KEY),
      lastUsed(OTHER_KEY, ago(3 * DAY)),
      lastUsed(PENDING_KEY, 'never'),
    ),
    policy: { retireUnmanagedKeysAfter: 30 * DAY },
    rule: 'fail-two-unmanaged-keys',
    action: FAIL,
    reason:
      'User mail has two unmanaged keys, so the construct cannot create its first key. Access key ' +
      `${OTHER_KEY} was last used on ${isoTime(ago(3 * DAY))}. Access key ${PENDING_KEY} was never ` +
      'used. No unmanaged key is retired before the deployment has succeeded. Delete the unmanaged key ' +
      'that no client uses, or pass another user to the construct. Then deploy the stack again.',
  },
  {
    state: 'the user has a key that another run has just created',
    given: seen(CREATE, otherKey({ age: SECOND }), intentOf(RUN_AFTER, MINUTE)),
    rule: 'wait-for-other-run',
    action: WAIT,
  },
  {
    state: 'the secret has no owner',
    given: seen(CREATE, unclaimed()),
    rule: 'claim-secret',
    action: { kind: 'claim' },
  },
  {
    state: 'the key of this request waits for its test',
    given: seen(CREATE, pendingKey({ version: TOKEN })),
    rule: 'test-first-key',
    action: { kind: 'test', version: TOKEN, label: keyLabel(PENDING_KEY) },
  },
  {
    state: "the key of this request is current already, because it is the secret's first value",
    given: seen(CREATE, currentKey({ version: TOKEN })),
    rule: 'test-first-key',
    action: { kind: 'test', version: TOKEN, label: keyLabel(CURRENT_KEY) },
  },
  {
    state: 'only the run that created the key of this request can test it',
    given: seen(CREATE, unreadable(), pendingKey({ version: TOKEN })),
    rule: 'wait-for-test-by-other-run',
    action: WAIT,
  },
  {
    state: 'only the run that created the key of this request could test it, and AWS has accepted it',
    given: seen(CREATE, unreadable(), pendingKey({ version: TOKEN, accepted: true })),
    rule: 'promote-first-key',
    action: { kind: 'promote', version: TOKEN, from: undefined },
  },
  {
    state: 'an operator has deactivated the key of this request after it was accepted',
    given: seen(CREATE, pendingKey({ version: TOKEN, inactive: true }), remembered({ accepted: TOKEN })),
    rule: 'fail-first-key-inactive',
    action: FAIL,
    reason:
      `An operator deactivated access key ${PENDING_KEY} of user mail during the deployment. Deploy ` +
      'the stack again.',
  },
  ...(
    [
      ["a key that can be read back, as this construct's cannot", [unreadable(), currentKey()]],
      ["a key that cannot be read back, as this construct's can", [currentKey({ accepted: true })]],
    ] as const
  ).map(([what, facts]): Row => ({
    state: `the secret holds ${what}`,
    given: seen(CREATE, ...facts),
    rule: 'fail-value-of-other-form',
    action: FAIL,
    reason:
      `The secret ${SECRET} has a value of the other construct, RotatingAccessKey or ` +
      'SesSmtpCredentials. Pass an empty secret to the construct, or none to create a new secret.',
  })),
  {
    state: 'a key of another request was accepted',
    given: seen(CREATE, unreadable(), currentKey({ accepted: true }), pendingKey({ accepted: true })),
    rule: 'finish-create',
    action: DONE,
  },
  {
    state: 'the key of this request was accepted',
    given: seen(CREATE, pendingKey({ version: TOKEN }), remembered({ accepted: TOKEN })),
    rule: 'promote-first-key',
    action: { kind: 'promote', version: TOKEN, from: undefined },
  },
  {
    state: 'the key of this request was accepted, and an operator has taken its label off since',
    given: seen(
      CREATE,
      emptyPendingVersion(),
      otherKey(),
      lastUsed(OTHER_KEY, 'never'),
      remembered({ accepted: TOKEN }),
    ),
    policy: { retireUnmanagedKeysAfter: 30 * DAY },
    rule: 'write-creation-intent',
    action: { kind: 'writeIntent' },
  },
  {
    state: 'the key of this request was accepted, and follows one that does not work',
    given: seen(
      CREATE,
      currentKey({ unlisted: true }),
      pendingKey({ version: TOKEN }),
      remembered({ accepted: TOKEN }),
    ),
    rule: 'promote-first-key',
    action: { kind: 'promote', version: TOKEN, from: versionOf(CURRENT_KEY) },
  },
  {
    state: 'the key of this request was accepted and is current',
    given: seen(CREATE, currentKey({ version: TOKEN }), remembered({ accepted: TOKEN })),
    rule: 'finish-create',
    action: DONE,
    reason: `The secret has the current key ${CURRENT_KEY}, which is active.`,
  },
  {
    state: 'the secret has a managed key that works',
    given: seen(CREATE, currentKey()),
    rule: 'finish-create',
    action: DONE,
  },
  {
    state: 'the key of this request was accepted and is current, but IAM does not list it',
    given: seen(
      CREATE,
      storedKey(PENDING_KEY, ['AWSCURRENT'], { version: TOKEN, unlisted: true }),
      remembered({ accepted: TOKEN }),
    ),
    rule: 'wait-for-first-key-in-list',
    action: WAIT,
  },
  {
    state: 'an operator has moved the label to a deleted key, while this run created one',
    given: seen(
      CREATE,
      currentKey({ unlisted: true }),
      storedKey(PENDING_KEY, [], { version: TOKEN }),
      remembered({ accepted: TOKEN, created: { id: PENDING_KEY, active: true, createdAt: ago(MINUTE) } }),
    ),
    rule: 'fail-current-label-moved-at-create',
    action: FAIL,
    reason:
      `AWSCURRENT of secret ${SECRET} was moved while access key AKIAPENDING was created. Deploy the ` + 'stack again.',
  },
  ...mintingRows(CREATE, false),
];
