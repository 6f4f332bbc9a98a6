import { PENDING } from '../../../../src/handler/life-cycle/labels';
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
  Fact,
  HOUR,
  lastUsed,
  MINUTE,
  PENDING_KEY,
  REPLACED_KEY,
  OTHER_KEY,
  otherKey,
  outdated,
  pendingKey,
  recorded,
  replacedKey,
  RUN,
  RUN_AFTER,
  SECOND,
  seen,
  storedKey,
  StoredKeyOptions,
  TOKEN,
  unreadable,
  versionOf,
  SECRET,
} from '../snapshot-builder';
import { mintingRows } from './create-key';
import { prerequisiteRows } from './prerequisites';
import { busyReplicaRows } from './replicas';
import { DONE, FAIL, Row, WAIT } from '../decision-row';

const CREATE_SECRET: Task = { kind: 'createSecret', token: TOKEN };
const FINISH_SECRET: Task = { kind: 'finishSecret', token: TOKEN };

function alreadyCurrent(task: Task): Row {
  return {
    state: 'the step is repeated after the rotation is over',
    given: seen(task, currentKey({ version: TOKEN })),
    rule: 'finish-already-promoted',
    action: DONE,
  };
}

/** The version of the task with its key, but without the pending label. */
function lost(options: StoredKeyOptions = {}, ...labels: string[]): Fact {
  return storedKey(PENDING_KEY, labels, { version: TOKEN, after: versionOf(CURRENT_KEY), age: HOUR, ...options });
}

export const CREATE_SECRET_ROWS: readonly Row[] = [
  ...prerequisiteRows(CREATE_SECRET),
  alreadyCurrent(CREATE_SECRET),
  {
    state: 'the version that was filled in has lost the pending label',
    given: seen(CREATE_SECRET, currentKey(), lost()),
    rule: 'restore-pending-label',
    action: { kind: 'label', version: TOKEN, label: PENDING },
    reason:
      `Setting the label AWSPENDING again, because the rotation to access key ${PENDING_KEY} has not ` + 'finished.',
  },
  {
    state: 'the version of the first key has lost the pending label, while nothing is current',
    given: seen(CREATE_SECRET, storedKey(PENDING_KEY, [], { version: TOKEN, age: HOUR })),
    rule: 'restore-pending-label',
    action: { kind: 'label', version: TOKEN, label: PENDING },
  },
  {
    state: 'the version that was filled in has lost the pending label, and the secret is closed',
    given: seen(CREATE_SECRET, currentKey(), lost(), closed()),
    rule: 'finish-already-created',
    action: DONE,
  },
  ...(
    [
      ['it was replaced before', [currentKey(), lost(), recorded('replaced', PENDING_KEY, DAY)]],
      ['it was revoked', [currentKey(), lost(), recorded('revoked', PENDING_KEY, DAY)]],
      ['the key will never be the current one', [currentKey(), lost(), recorded('abandoned', PENDING_KEY)]],
      ['the key is inactive', [currentKey(), lost({ inactive: true })]],
      ['the key was not seen accepted by the only run that could', [currentKey(), lost(), unreadable()]],
      ['the key is not listed', [currentKey(), lost({ unlisted: true })]],
      ['AWSCURRENT was moved since', [currentKey({ version: 'another' }), lost()]],
      ['the version was the current one', [currentKey(), lost({}, 'AWSPREVIOUS')]],
      ['another version is pending', [currentKey(), lost(), emptyPendingVersion('another')]],
    ] as const
  ).map(([why, facts]): Row => ({
    state: `the version that was filled in has no pending label, and ${why}`,
    given: seen(CREATE_SECRET, ...facts),
    rule: 'finish-already-created',
    action: DONE,
  })),
  {
    state: 'the step is repeated just after the key was created',
    given: seen(CREATE_SECRET, currentKey(), pendingKey({ version: TOKEN, age: 10 * SECOND })),
    rule: 'wait-for-propagation',
    action: WAIT,
  },
  {
    state: 'the step is repeated after the key was created, and IAM does not list it',
    given: seen(CREATE_SECRET, currentKey(), pendingKey({ version: TOKEN, unlisted: true })),
    rule: 'finish-already-created',
    action: DONE,
  },
  {
    state: 'the step is repeated after the key was created',
    given: seen(CREATE_SECRET, currentKey(), pendingKey({ version: TOKEN, age: MINUTE })),
    rule: 'finish-already-created',
    action: DONE,
    reason: `This rotation has already created access key ${PENDING_KEY}, so the step changes nothing.`,
    before: 'wait-for-propagation',
  },
  {
    state: 'the secret is closed',
    given: seen(CREATE_SECRET, currentKey(), intentOf(RUN, 0), closed(DAY)),
    rule: 'fail-secret-closed',
    action: FAIL,
  },
  {
    state: 'this run has stored an intent',
    given: seen(CREATE_SECRET, currentKey(), emptyPendingVersion(), intentOf(RUN, 0, CURRENT_KEY)),
    rule: 'create-key',
    action: { kind: 'createKey', after: versionOf(CURRENT_KEY) },
    endsRun: true,
  },
  {
    state: 'the current key was deleted by an operator',
    given: seen(CREATE_SECRET, currentKey({ unlisted: true }), emptyPendingVersion(), intentOf(RUN, 0)),
    rule: 'create-key',
    action: { kind: 'createKey', after: versionOf(CURRENT_KEY) },
    endsRun: true,
  },
  {
    state: 'a replaced key is inactive',
    given: seen(CREATE_SECRET, currentKey(), replacedKey({ inactive: true })),
    rule: 'delete-key-to-make-room',
    action: { kind: 'delete', keyId: REPLACED_KEY },
  },
  {
    state: 'a replaced key is inactive while clients read a key that does not work',
    given: seen(
      CREATE_SECRET,
      currentKey({ unlisted: true }),
      replacedKey({ inactive: true }),
      otherKey(),
      lastUsed(REPLACED_KEY, 'never'),
    ),
    rule: 'read-last-use-of-blocking-key',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
  },
  {
    state: 'a replaced key is inactive, and the current key was deleted half an hour ago',
    given: seen(
      CREATE_SECRET,
      currentKey({ unlisted: true }),
      recorded('absent', CURRENT_KEY, 30 * MINUTE),
      otherKey(),
      replacedKey({ inactive: true }),
    ),
    rule: 'delete-key-to-make-room',
    action: { kind: 'delete', keyId: REPLACED_KEY },
    before: 'read-last-use-of-blocking-key',
  },
  {
    state: 'the current key was deleted half an hour ago, and a key that never was current is in the way',
    given: seen(
      CREATE_SECRET,
      currentKey({ unlisted: true }),
      recorded('absent', CURRENT_KEY, 30 * MINUTE),
      otherKey(),
      replacedKey(),
      recorded('abandoned', REPLACED_KEY, DAY),
    ),
    rule: 'delete-key-to-make-room',
    action: { kind: 'delete', keyId: REPLACED_KEY },
    before: 'read-last-use-of-blocking-key',
  },
  {
    state: 'the current key was deleted half an hour ago, and clients may still have a key that was current',
    given: seen(
      CREATE_SECRET,
      currentKey({ unlisted: true }),
      recorded('absent', CURRENT_KEY, 30 * MINUTE),
      otherKey(),
      lastUsed(OTHER_KEY, 'never'),
      replacedKey(),
      recorded('replaced', REPLACED_KEY, DAY),
      lastUsed(REPLACED_KEY, ago(HOUR)),
    ),
    rule: 'fail-no-free-access-key',
    action: FAIL,
  },
  {
    state: 'a replaced key is in its overlap, and its last use is not known',
    given: seen(CREATE_SECRET, currentKey(), replacedKey(), recorded('replaced', REPLACED_KEY, DAY)),
    rule: 'read-last-use-of-blocking-key',
    action: { kind: 'askLastUse', keyId: REPLACED_KEY },
  },
  {
    state: 'a replaced key is in its overlap',
    given: seen(
      CREATE_SECRET,
      currentKey(),
      replacedKey(),
      recorded('replaced', REPLACED_KEY, DAY),
      lastUsed(REPLACED_KEY, ago(HOUR)),
    ),
    rule: 'fail-no-free-access-key',
    action: FAIL,
    reason:
      'No access key can be created, because user mail has two access keys, the most that IAM allows. ' +
      `Access key ${CURRENT_KEY} is the current key. Access key ${REPLACED_KEY} was replaced. It stays ` +
      `active until ${isoTime(ago(-13 * DAY))} or later. It was last used on ${isoTime(ago(HOUR))}. ` +
      'When the user has a free access key, rotate the secret again.',
  },
  {
    state: 'a replaced key has not been seen by a scheduled run yet',
    given: seen(CREATE_SECRET, currentKey(), replacedKey(), lastUsed(REPLACED_KEY, 'never')),
    rule: 'fail-no-free-access-key',
    action: FAIL,
    reason:
      'No access key can be created, because user mail has two access keys, the most that IAM allows. ' +
      `Access key ${CURRENT_KEY} is the current key. Access key ${REPLACED_KEY} was replaced. It was ` +
      'never used. When the user has a free access key, rotate the secret again.',
  },
  {
    state: 'an orphan uses the second access key',
    given: seen(
      CREATE_SECRET,
      currentKey(),
      otherKey({ age: 10 * MINUTE }),
      intentOf(RUN_AFTER, 10 * MINUTE + SECOND, CURRENT_KEY),
    ),
    rule: 'fail-no-free-access-key',
    action: FAIL,
    reason:
      'No access key can be created, because user mail has two access keys, the most that IAM allows. ' +
      `Access key ${CURRENT_KEY} is the current key. An interrupted run created access key ` +
      `${OTHER_KEY}, and scheduled runs delete it. When the user has a free access key, rotate the ` +
      'secret again.',
  },
  ...mintingRows(CREATE_SECRET, true),
];

export const SET_SECRET_ROWS: readonly Row[] = [
  {
    state: 'any state',
    given: seen({ kind: 'setSecret', token: TOKEN }),
    rule: 'finish-set-secret',
    action: DONE,
  },
];

export const TEST_SECRET_ROWS: readonly Row[] = [
  {
    state: 'whatever was stored',
    given: seen({ kind: 'testSecret', token: TOKEN }),
    rule: 'test-pending-key',
    action: { kind: 'test', version: TOKEN, label: PENDING },
    endsRun: true,
  },
];

export const FINISH_SECRET_ROWS: readonly Row[] = [
  ...(['replaced', 'abandoned'] as const).map((kind): Row => ({
    state: `the current key is written down as ${kind}, because an operator has moved the label back to it`,
    given: seen(
      FINISH_SECRET,
      currentKey(),
      pendingKey({ version: TOKEN }),
      recorded(kind, CURRENT_KEY, 12 * DAY),
      replacedKey({ unlisted: true }),
      recorded('replaced', REPLACED_KEY, DAY),
    ),
    rule: 'remove-replaced-label',
    action: { kind: 'forget', records: [outdated(kind, CURRENT_KEY, 12 * DAY)] },
  })),
  ...busyReplicaRows(
    FINISH_SECRET,
    'promote-pending-key',
    { kind: 'promote', version: TOKEN, from: versionOf(CURRENT_KEY) },
    true,
    currentKey(),
    pendingKey({ version: TOKEN }),
  ),
  {
    state: 'the pending key was not seen accepted by the only run that could',
    given: seen(FINISH_SECRET, unreadable(), currentKey(), pendingKey({ version: TOKEN })),
    rule: 'fail-pending-key-untested',
    action: FAIL,
    reason:
      `The pending key ${PENDING_KEY} is not promoted, because the run that created it ended before ` +
      `AWS accepted it. To rotate again, run "aws secretsmanager rotate-secret --secret-id ${SECRET}".`,
  },
  {
    state: 'the pending key was seen accepted by the only run that could',
    given: seen(FINISH_SECRET, unreadable(), currentKey(), pendingKey({ version: TOKEN, accepted: true })),
    rule: 'promote-pending-key',
    action: { kind: 'promote', version: TOKEN, from: versionOf(CURRENT_KEY) },
    endsRun: true,
  },
  ...prerequisiteRows(FINISH_SECRET),
  alreadyCurrent(FINISH_SECRET),
  {
    state: 'the secret is closed',
    given: seen(FINISH_SECRET, currentKey(), pendingKey({ version: TOKEN }), closed(DAY)),
    rule: 'fail-secret-closed-before-promotion',
    action: FAIL,
  },
  {
    state: 'nothing is pending',
    given: seen(FINISH_SECRET, currentKey()),
    rule: 'fail-no-pending-key',
    action: FAIL,
    reason:
      `No access key is promoted, because version ${TOKEN} has no pending key. To rotate again, run ` +
      `"aws secretsmanager rotate-secret --secret-id ${SECRET}".`,
  },
  {
    state: 'the pending version is empty',
    given: seen(FINISH_SECRET, currentKey(), emptyPendingVersion()),
    rule: 'fail-no-pending-key',
    action: FAIL,
  },
  {
    state: "another rotation's key is pending",
    given: seen(FINISH_SECRET, currentKey(), pendingKey()),
    rule: 'fail-no-pending-key',
    action: FAIL,
  },
  {
    state: 'an operator has moved the label since the key was created',
    given: seen(FINISH_SECRET, currentKey(), pendingKey({ version: TOKEN, after: 'another-version' })),
    rule: 'fail-current-label-moved',
    action: FAIL,
    reason:
      `The pending key ${PENDING_KEY} is not promoted, because AWSCURRENT was moved after its ` +
      `creation. To rotate again, run "aws secretsmanager rotate-secret --secret-id ${SECRET}".`,
  },
  {
    state: 'IAM does not list the pending key',
    given: seen(FINISH_SECRET, currentKey(), pendingKey({ version: TOKEN, unlisted: true })),
    rule: 'wait-for-pending-key-in-list',
    action: WAIT,
  },
  {
    state: 'the pending key is inactive',
    given: seen(FINISH_SECRET, currentKey(), pendingKey({ version: TOKEN, inactive: true })),
    rule: 'fail-pending-key-inactive',
    action: FAIL,
    reason:
      `The pending key ${PENDING_KEY} is not promoted, because it is inactive. To rotate again, run ` +
      `"aws secretsmanager rotate-secret --secret-id ${SECRET}".`,
  },
  {
    state: 'the pending key was created after the current one, and works',
    given: seen(FINISH_SECRET, currentKey(), pendingKey({ version: TOKEN, after: versionOf(CURRENT_KEY) })),
    rule: 'promote-pending-key',
    action: { kind: 'promote', version: TOKEN, from: versionOf(CURRENT_KEY) },
    endsRun: true,
  },
  {
    state: 'the pending key works, and no version is current',
    given: seen(FINISH_SECRET, storedKey(PENDING_KEY, [PENDING], { version: TOKEN })),
    rule: 'promote-pending-key',
    action: { kind: 'promote', version: TOKEN, from: undefined },
    endsRun: true,
  },
];
