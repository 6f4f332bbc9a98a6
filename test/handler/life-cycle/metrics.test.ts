import {
  intentOf,
  ago,
  currentKey,
  DAY,
  Fact,
  HOUR,
  lastUsed,
  listedKey,
  MINUTE,
  NOW,
  REPLACED_KEY,
  otherKey,
  POLICY,
  recorded,
  remembered,
  replacedKey,
  replicaBehind,
  replicatedTo,
  RUN_AFTER,
  SECOND,
  seen,
  TOKEN,
} from './snapshot-builder';
import { decide } from '../../../src/handler/life-cycle/decide';
import { Metrics } from '../../../src/handler/life-cycle/effects';
import { classify } from '../../../src/handler/life-cycle/key-state';
import { metricsOf } from '../../../src/handler/life-cycle/metrics';
import { Task } from '../../../src/handler/life-cycle/task';

const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };
const CREATE_SECRET: Task = { kind: 'createSecret', token: TOKEN };

/** What a run publishes that ends in this state. */
function measuresOf(task: Task, ...facts: Fact[]): Metrics {
  const snapshot = seen(task, ...facts);
  return metricsOf(classify(snapshot, POLICY, NOW), decide(snapshot, POLICY, NOW));
}

/** A key that was replaced so long ago, and used lately. */
function replaced(age: number): Fact[] {
  return [
    currentKey({ age }),
    replacedKey({ age: 80 * DAY }),
    recorded('replaced', REPLACED_KEY, age),
    lastUsed(REPLACED_KEY, ago(HOUR)),
  ];
}

test('KeyAge is the age of the current key in days, published by each scheduled run', () => {
  expect(measuresOf(SCHEDULED_RUN, currentKey({ age: 36 * HOUR }))).toEqual({ KeyAge: 1.5 });
  expect(measuresOf(CREATE_SECRET, currentKey({ age: 36 * HOUR }))).toEqual({});
});

test('a scheduled run without a listed current key publishes no age', () => {
  expect(measuresOf(SCHEDULED_RUN, currentKey({ unlisted: true }), recorded('absent', 'AKIACURRENT'))).toEqual({});
});

test.each<[string, Fact[]]>([
  [
    'a rotation that is blocked',
    [
      currentKey({ age: 61 * DAY }),
      replacedKey(),
      recorded('replaced', REPLACED_KEY, DAY),
      lastUsed(REPLACED_KEY, 'never'),
    ],
  ],
  ['a secret without a managed key', []],
  ['a current key that an operator has deactivated', [currentKey({ inactive: true })]],
  ['a replication that has failed', [currentKey(), replicatedTo({ region: 'eu-central-1', status: 'Failed' })]],
])('RotationFailures counts a scheduled run that found %s', (_, facts) => {
  expect(measuresOf(SCHEDULED_RUN, ...facts)).toMatchObject({ RotationFailures: 1 });
});

test('RotationFailures counts a run that failed', () => {
  expect(measuresOf({ kind: 'finishSecret', token: TOKEN }, currentKey())).toEqual({ RotationFailures: 1 });
});

describe('ReplacedKeyInUse', () => {
  test('counts a replaced key that is used after its overlap, until its deactivation deadline', () => {
    expect(measuresOf(SCHEDULED_RUN, ...replaced(14 * DAY - 1))).not.toHaveProperty('ReplacedKeyInUse');
    expect(measuresOf(SCHEDULED_RUN, ...replaced(14 * DAY))).toMatchObject({ ReplacedKeyInUse: 1 });
    expect(measuresOf(SCHEDULED_RUN, ...replaced(52 * DAY - 1))).toMatchObject({ ReplacedKeyInUse: 1 });
    expect(measuresOf(SCHEDULED_RUN, ...replaced(52 * DAY))).not.toHaveProperty('ReplacedKeyInUse');
  });

  test('counts a key whose last use cannot be read', () => {
    const [current, old, record] = replaced(20 * DAY);

    expect(measuresOf(SCHEDULED_RUN, current, old, record, lastUsed(REPLACED_KEY, 'unreadable'))).toMatchObject({
      ReplacedKeyInUse: 1,
    });
  });

  test.each([
    ['is behind', replicaBehind()],
    ['has failed', replicatedTo({ region: 'eu-central-1', status: 'Failed' })],
  ])('does not count a key that stays active because a replica %s', (_, fact) => {
    const [current, old, record] = replaced(20 * DAY);

    expect(measuresOf(SCHEDULED_RUN, current, old, record, fact)).not.toHaveProperty('ReplacedKeyInUse');
  });

  test.each<[string, Fact[]]>([
    ['that was never used', [...replaced(20 * DAY), lastUsed(REPLACED_KEY, 'never')]],
    [
      'that is inactive',
      [
        currentKey(),
        replacedKey({ inactive: true }),
        recorded('replaced', REPLACED_KEY, 20 * DAY),
        lastUsed(REPLACED_KEY, ago(HOUR)),
      ],
    ],
    ['that no scheduled run has seen before', [currentKey(), replacedKey(), lastUsed(REPLACED_KEY, ago(HOUR))]],
    [
      'while the current key does not work',
      [currentKey({ inactive: true }), replacedKey(), recorded('replaced', REPLACED_KEY, 20 * DAY)],
    ],
  ])('does not count a key %s', (_, facts) => {
    expect(measuresOf(SCHEDULED_RUN, ...facts)).not.toHaveProperty('ReplacedKeyInUse');
  });

  test('is published by scheduled runs alone', () => {
    expect(measuresOf(CREATE_SECRET, ...replaced(20 * DAY))).not.toHaveProperty('ReplacedKeyInUse');
  });
});

describe('BlockedByUnmanagedKey', () => {
  test.each<[string, Task, Fact[]]>([
    ['rotation', CREATE_SECRET, [currentKey(), otherKey(), lastUsed('AKIAOTHER', 'never')]],
    ['Create', { kind: 'create', token: TOKEN }, [otherKey(), lastUsed('AKIAOTHER', 'never')]],
    ['scheduledRun', SCHEDULED_RUN, [currentKey({ age: 61 * DAY }), otherKey(), lastUsed('AKIAOTHER', 'never')]],
    [
      'revoke',
      { kind: 'revoke', keyId: 'AKIACURRENT' },
      [
        currentKey({ unlisted: true }),
        recorded('revoked', 'AKIACURRENT'),
        remembered({ deleted: ['AKIACURRENT'] }),
        otherKey(),
        listedKey('AKIAPENDING'),
        lastUsed('AKIAOTHER', 'never'),
        lastUsed('AKIAPENDING', 'never'),
      ],
    ],
  ])('counts a %s that an unmanaged key blocks', (_, task, facts) => {
    expect(measuresOf(task, ...facts)).toMatchObject({ BlockedByUnmanagedKey: 1 });
  });

  test('does not count a rotation that managed keys block, nor an unmanaged key that blocks nothing', () => {
    expect(
      measuresOf(
        CREATE_SECRET,
        currentKey(),
        replacedKey(),
        recorded('replaced', REPLACED_KEY),
        lastUsed(REPLACED_KEY, 'never'),
      ),
    ).toEqual({ RotationFailures: 1 });
    expect(
      measuresOf(
        CREATE_SECRET,
        currentKey(),
        otherKey({ age: 10 * MINUTE }),
        intentOf(RUN_AFTER, 10 * MINUTE + SECOND, 'AKIACURRENT'),
      ),
    ).toEqual({ RotationFailures: 1 });
    expect(measuresOf(SCHEDULED_RUN, currentKey(), otherKey())).toEqual({ KeyAge: 1 });
  });
});
