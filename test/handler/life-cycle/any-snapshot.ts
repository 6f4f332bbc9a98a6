import * as fc from 'fast-check';
import {
  ago,
  intentOf,
  currentKey,
  CURRENT_KEY,
  DAY,
  emptyPendingVersion,
  Fact,
  HOUR,
  KeyOptions,
  lastUsed,
  MINUTE,
  PENDING_KEY,
  NOW,
  REPLACED_KEY,
  otherKey,
  OTHER_KEY,
  pendingKey,
  pendingSeen,
  POLICY,
  recorded,
  remembered,
  replacedKey,
  replicaBehind,
  RUN,
  RUN_AFTER,
  RUN_BEFORE,
  SECOND,
  SECRET,
  seen,
  SELF,
  TOKEN,
  unclaimed,
  valueByHand,
  versionOf,
} from './snapshot-builder';
import { Time } from '../../../src/handler/life-cycle/effects';
import { afterLabel, CURRENT, keyLabel, PENDING, replacedLabel } from '../../../src/handler/life-cycle/labels';
import { Policy } from '../../../src/handler/life-cycle/policy';
import {
  CLOSED_KEY,
  intentTag,
  KeyRecordKind,
  OWNER_KEY,
  Tags,
  isoTime,
  timeTag,
} from '../../../src/handler/life-cycle/records';
import { RunMemory, NOTHING_DONE_YET, Snapshot } from '../../../src/handler/life-cycle/snapshot';
import { Task } from '../../../src/handler/life-cycle/task';

/** Few names and few moments, so that things meet. */
const KEYS = [CURRENT_KEY, PENDING_KEY, REPLACED_KEY, OTHER_KEY];
const VERSIONS = [...KEYS.map(versionOf), TOKEN];
const RUNS = [RUN, RUN_BEFORE, RUN_AFTER];
const KINDS: readonly KeyRecordKind[] = [
  'deactivating',
  'deactivated',
  'revoked',
  'absent',
  'abandoned',
  'reactivated',
];

const anyKey = fc.constantFrom(...KEYS);
const anyVersion = fc.constantFrom(...VERSIONS);
const anyAge: fc.Arbitrary<Time> = fc.constantFrom(
  -MINUTE,
  0,
  SECOND,
  MINUTE,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  DAY,
  2 * DAY,
  8 * DAY,
  14 * DAY,
  31 * DAY,
  61 * DAY,
  90 * DAY,
  400 * DAY,
);
const anyTime = anyAge.map(ago);

const anyListedKey = fc.record({ id: anyKey, active: fc.boolean(), createdAt: anyTime });

/**
 * A staging label is on one version at a time:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
const anyVersions = fc
  .uniqueArray(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          CURRENT,
          PENDING,
          'AWSPREVIOUS',
          ...KEYS.map(keyLabel),
          ...VERSIONS.map((version) => afterLabel(version, KEYS[0])),
        ),
        fc.tuple(anyTime, anyKey).map(([at, key]) => replacedLabel(at, key)),
        fc.constantFrom(
          'replaced.',
          'replaced.yesterday.AKIAREPLACED',
          'replaced.2025-13-01T00:00:00.000Z.AKIAREPLACED',
        ),
      ),
      anyVersion,
    ),
    { selector: ([label]) => label, maxLength: 9 },
  )
  .map((labels) =>
    Object.fromEntries(
      VERSIONS.map(
        (version) => [version, labels.filter(([, of]) => of === version).map(([label]) => label)] as const,
      ).filter(([, of]) => of.length > 0),
    ),
  );

/** What the function writes. */
const likelyTag: fc.Arbitrary<Tags> = fc.oneof(
  fc.tuple(fc.constantFrom(...KINDS), anyKey, anyTime).map(([kind, of, at]) => timeTag({ kind, of }, at)),
  fc.tuple(anyVersion, anyTime).map(([of, at]) => timeTag({ kind: 'pending', of }, at)),
  fc
    .record({
      run: fc.constantFrom(...RUNS),
      token: anyVersion,
      start: anyTime,
      baseline: fc.uniqueArray(anyKey, { maxLength: 2 }),
    })
    .map(intentTag),
);

/** Whatever an operator or a tool may have written. */
const strangeTag: fc.Arbitrary<Tags> = fc.oneof(
  anyTime.map((at) => ({ [CLOSED_KEY]: isoTime(at) })),
  fc.constantFrom('other-stack/key', '').map((owner) => ({ [OWNER_KEY]: owner })),
  fc
    .tuple(
      fc.constantFrom('intent', 'closed', 'owner', ...KINDS, 'pending', ''),
      fc.string(),
      fc.oneof(
        fc.string(),
        fc.constantFrom('0', '2025', 'a b c', ' ', '+275760-09-13T00:00:00.000Z', '9999-12-31T23:59:59.999Z'),
      ),
    )
    .map(([kind, of, value]) => ({ [`cdk-iam-access-key:${kind}:${of}`]: value })),
  fc.tuple(fc.string(), fc.string()).map(([key, value]) => ({ [key]: value })),
);

const anyTags = fc
  .record({
    owner: fc.option(fc.constant({ [OWNER_KEY]: SELF }), { nil: {}, freq: 10 }),
    likely: fc.array(likelyTag, { maxLength: 5 }),
    strange: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(strangeTag, { maxLength: 4 })),
  })
  .map(({ owner, likely, strange }): Tags => Object.assign({}, owner, ...likely, ...strange));

const anySecret = fc.record({
  versions: anyVersions,
  tags: anyTags,
  deletionDate: fc.option(anyTime, { nil: undefined, freq: 3 }),
  replicas: fc.array(
    fc.record({
      region: fc.constantFrom('eu-central-1', 'us-east-1'),
      status: fc.constantFrom('InSync' as const, 'InProgress' as const, 'Failed' as const),
      message: fc.constantFrom(undefined, 'Secret with this name already exists in this region'),
    }),
    { maxLength: 2 },
  ),
});

const anyMemory: fc.Arbitrary<RunMemory> = fc.record({
  changed: fc.dictionary(anyKey, fc.boolean(), { maxKeys: 2 }),
  created: fc.option(anyListedKey, { nil: undefined }),
  deleted: fc.uniqueArray(anyKey, { maxLength: 2 }),
  lastUse: fc.dictionary(anyKey, fc.oneof(anyTime, fc.constantFrom('never' as const, 'unreadable' as const)), {
    maxKeys: 4,
  }),
  accepted: fc.constant(undefined),
  rotated: fc.boolean(),
});

const anyTask: fc.Arbitrary<Task> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('create', 'createSecret', 'setSecret', 'testSecret', 'finishSecret'),
    token: fc.constant(TOKEN),
  }),
  fc.record({ kind: fc.constant('delete' as const), created: fc.boolean(), retain: fc.boolean() }),
  fc.constant({ kind: 'update' as const }),
  { weight: 4, arbitrary: fc.constant({ kind: 'scheduledRun' as const }) },
  fc.record({
    kind: fc.constant('revoke' as const),
    keyId: fc.oneof({ weight: 9, arbitrary: fc.constant(CURRENT_KEY) }, { weight: 3, arbitrary: anyKey }, fc.string()),
  }),
);

/** Any combination of what can be seen, whether or not it makes sense. */
const anyStrangeSnapshot: fc.Arbitrary<Snapshot> = fc.record({
  run: anyTask.map((task) => ({ id: RUN, startedAt: NOW, deadline: NOW + 5 * MINUTE, task })),
  memory: fc.oneof(fc.constant(NOTHING_DONE_YET), anyMemory),
  owner: fc.constant(SELF),
  readable: fc.boolean(),
  userName: fc.constant('mail'),
  secretId: fc.constant(SECRET),
  keys: fc.option(fc.uniqueArray(anyListedKey, { selector: ({ id }) => id, maxLength: 2 }), {
    nil: undefined,
    freq: 20,
  }),
  secret: fc.option(anySecret, { nil: undefined, freq: 20 }),
});

const NO_MOSTLY = [false, false, false, false, false, true];

const anyStatus = fc.record({
  age: anyAge,
  inactive: fc.constantFrom(...NO_MOSTLY),
  unlisted: fc.constantFrom(...NO_MOSTLY),
});

function maybe(fact: fc.Arbitrary<Fact>): fc.Arbitrary<Fact[]> {
  return fc.option(fact, { nil: undefined }).map((one) => (one === undefined ? [] : [one]));
}

/** One key in a role, with records that keys in this role have. */
function anyKeyAs(keyId: string, as: (status: KeyOptions) => Fact, ...usual: Fact[]): fc.Arbitrary<Fact[]> {
  const records = fc.tuple(
    ...(['deactivating', 'deactivated', 'revoked', 'abandoned', 'reactivated'] as const).map((kind) =>
      fc.tuple(fc.constantFrom(...NO_MOSTLY), anyAge).map(([has, age]) => (has ? [recorded(kind, keyId, age)] : [])),
    ),
  );
  const use = maybe(
    fc.oneof(anyTime, fc.constantFrom('never' as const, 'unreadable' as const)).map((time) => lastUsed(keyId, time)),
  );
  return fc
    .tuple(anyStatus, anyAge, records, use)
    .map(([status, age, known, used]) => [
      as(status),
      ...(status.unlisted ? [recorded('absent', keyId, age)] : []),
      ...usual,
      ...known.flat(),
      ...used,
    ]);
}

const anyPending = fc
  .tuple(
    fc.constantFrom(TOKEN, versionOf(PENDING_KEY)),
    fc.constantFrom(undefined, versionOf(CURRENT_KEY), 'another-version'),
    anyAge,
  )
  .chain(([version, after, age]) =>
    fc.oneof(
      fc.constant([emptyPendingVersion(version), pendingSeen(version, age)]),
      anyKeyAs(PENDING_KEY, (status) => pendingKey({ ...status, version, after }), pendingSeen(version, age)),
      anyKeyAs(
        PENDING_KEY,
        (status) => pendingKey({ ...status, version, after }),
        pendingSeen(version, age),
        remembered({ accepted: version }),
      ),
    ),
  );

const anyOther = anyAge.chain((age) =>
  fc.oneof(
    fc.constant([]),
    anyKeyAs(REPLACED_KEY, replacedKey, recorded('replaced', REPLACED_KEY, age)),
    anyKeyAs(OTHER_KEY, otherKey),
    anyKeyAs(OTHER_KEY, (status) => otherKey({ ...status, inactive: true }), recorded('deactivated', OTHER_KEY, age)),
    anyKeyAs(OTHER_KEY, (status) => otherKey({ ...status, age }), intentOf(RUN_AFTER, age + SECOND, CURRENT_KEY)),
  ),
);

/** What may really be seen: up to one key in each role, with the records that fit. */
const anyLikelySnapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(
    anyTask,
    fc.oneof({ weight: 6, arbitrary: anyKeyAs(CURRENT_KEY, currentKey) }, fc.constantFrom([], [valueByHand()])),
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, anyPending),
    anyOther,
    // An intent beside the orphan's own.
    maybe(fc.tuple(fc.constantFrom(RUN, RUN_BEFORE), anyAge).map(([run, age]) => intentOf(run, age))),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.constantFrom([replicaBehind()], [unclaimed()], [remembered({ rotated: true })]),
    ),
  )
  .map(([task, ...facts]) => seen(task, ...facts.flat()));

export const anySnapshot = fc.oneof(anyLikelySnapshot, anyStrangeSnapshot);

export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    rotateAfter: fc.constantFrom(undefined, 60 * DAY),
    retireUnmanagedKeysAfter: fc.constantFrom(undefined, DAY, 30 * DAY),
  })
  .map((choice) => ({ ...POLICY, ...choice }));
