import { advance, ANSWER_LOST, AwsCall, DENIED, describeDisturbance, disturbances, newWorld, perform, REQUEST_LOST, THROTTLED, World } from '.';
import { after, answerOf, callOf, token, withCurrentKey } from './asking';

const FIRST = 'AKIASIMULATEDKEYAAAA';
const CREATE = callOf('createAccessKey', {}) as AwsCall;

/** The user has had a key for long, deactivated and replaced by another just now. */
function changingWorld(): World {
  const settled = advance(withCurrentKey(newWorld()), 3_600_000);
  return after(after(settled, 'updateAccessKey', { keyId: FIRST, active: false }), 'createAccessKey', {});
}

test('a call that is throttled, denied or lost on its way changes nothing', () => {
  const world = newWorld();

  for (const disturbance of [THROTTLED, DENIED, REQUEST_LOST]) {
    expect(after(world, 'createAccessKey', {}, disturbance)).toEqual(world);
  }
});

test('a call whose answer is lost takes effect', () => {
  const world = newWorld();

  expect(answerOf(world, 'createAccessKey', {}, ANSWER_LOST)).toEqual({ now: world.now, value: undefined, failure: expect.objectContaining({ effect: 'unknown' }) });
  expect(after(world, 'createAccessKey', {}, ANSWER_LOST)).toEqual(after(world, 'createAccessKey', {}));
});

test('a lost request cannot be told from a lost answer', () => {
  const world = newWorld();

  expect(answerOf(world, 'createAccessKey', {}, REQUEST_LOST)).toEqual(answerOf(world, 'createAccessKey', {}, ANSWER_LOST));
});

test('IAM may answer each call from what was true lately, the secret never', () => {
  // GIVEN
  const world = changingWorld();

  // THEN
  expect(disturbances(world, CREATE).map(({ kind }) => kind)).toEqual(['throttled', 'denied', 'request lost', 'answer lost', 'stale', 'stale']);
  expect(disturbances(world, callOf('describeSecret', {}) as AwsCall).map(({ kind }) => kind)).toEqual(['throttled', 'denied', 'request lost']);
  expect(disturbances(world, callOf('getCallerIdentity', { keyId: FIRST, secretAccessKey: '' }) as AwsCall).map(({ kind }) => kind))
    .toEqual(['throttled', 'request lost', 'stale', 'stale']);
});

test('a list that is behind shows neither the new key nor the new status', () => {
  // GIVEN
  const world = changingWorld();
  const listed = (view: number) => answerOf(world, 'listAccessKeys', {}, { kind: 'stale', view }).value;

  // THEN
  expect(listed(0)).toEqual([expect.objectContaining({ id: FIRST, active: true })]);
  expect(listed(1)).toEqual([expect.objectContaining({ id: FIRST, active: false })]);
});

test('what was true more than a minute ago is forgotten everywhere', () => {
  const world = changingWorld();

  expect(advance(world, 60_000).iam.past).toHaveLength(2);
  expect(advance(world, 60_001).iam.past).toEqual([]);
});

test('a part of IAM that is behind refuses a quota that is free again, and does not find a new key', () => {
  // GIVEN
  const full = advance(changingWorld(), 3_600_000);
  const freed = after(full, 'deleteAccessKey', { keyId: FIRST });
  const made = advance(after(newWorld(), 'createAccessKey', {}), 1);
  const stale = { kind: 'stale', view: 0 } as const;

  // THEN
  expect(answerOf(freed, 'createAccessKey', {}).failure).toBeUndefined();
  expect(answerOf(freed, 'createAccessKey', {}, stale).failure?.code).toBe('LimitExceededException');
  expect(answerOf(made, 'updateAccessKey', { keyId: FIRST, active: false }, stale).failure?.code).toBe('NoSuchEntityException');
  expect(answerOf(made, 'deleteAccessKey', { keyId: FIRST }, stale).failure?.code).toBe('NoSuchEntityException');
  expect(answerOf(made, 'getAccessKeyLastUsed', { keyId: FIRST }, stale).failure?.code).toBe('NoSuchEntityException');
});

test('a part of IAM that is behind acts on what it knows, in the world as it is', () => {
  // GIVEN
  const world = changingWorld();

  // THEN
  expect(after(world, 'deleteAccessKey', { keyId: FIRST }, { kind: 'stale', view: 0 })).toEqual(after(world, 'deleteAccessKey', { keyId: FIRST }));
});

test('STS may still take a key that was deactivated, and not yet one that is new', () => {
  // GIVEN
  const world = advance(changingWorld(), 20_000);
  const [first, second] = world.iam.keys.map(({ id, secretAccessKey }) => ({ keyId: id, secretAccessKey }));
  const stale = { kind: 'stale', view: 0 } as const;

  // THEN
  expect(answerOf(world, 'getCallerIdentity', first).failure?.code).toBe('InvalidClientTokenId');
  expect(answerOf(world, 'getCallerIdentity', first, stale).value).toMatchObject({ account: world.options.user.account });
  expect(answerOf(world, 'getCallerIdentity', second).value).toMatchObject({ account: world.options.user.account });
  expect(answerOf(world, 'getCallerIdentity', second, stale).failure?.code).toBe('InvalidClientTokenId');
});

test('a part of IAM that is behind knows the user who was, and not the one who is', () => {
  // GIVEN
  const before = newWorld();
  const gone = perform(before, { does: 'deletes the user' });
  const again = perform(gone, { does: 'makes the user again' });
  const from = (view: number) => ({ kind: 'stale', view }) as const;

  // THEN
  expect(answerOf(again, 'getUser', {}, from(0)).value).toBe(before.iam.userId);
  expect(answerOf(again, 'getUser', {}, from(1)).failure?.code).toBe('NoSuchEntityException');
  expect(answerOf(again, 'listAccessKeys', {}, from(1)).failure?.code).toBe('NoSuchEntityException');
  expect(answerOf(again, 'createAccessKey', {}, from(1)).failure?.code).toBe('NoSuchEntityException');
});

test('the secret is never stale, and a sleep is no call', () => {
  const world = changingWorld();

  expect(() => answerOf(world, 'describeSecret', {}, { kind: 'stale', view: 0 })).toThrow('Secrets Manager is consistent');
  expect(() => answerOf(world, 'sleep', { ms: 1 })).toThrow('a scheduler lets time pass');
});

test('a disturbance is said in words', () => {
  const world = changingWorld();

  expect(disturbances(world, CREATE).map((disturbance) => describeDisturbance(disturbance, world))).toEqual([
    'throttled', 'denied', 'request lost', 'answer lost', 'as it was until 2025-01-01T01:00:00.250Z', 'as it was until 2025-01-01T01:00:00.250Z',
  ]);
});

test('a use shows after a while, in whole seconds', () => {
  // GIVEN
  const world = advance(withCurrentKey(newWorld()), 20_000);
  const used = perform(world, { does: 'uses a key', keyId: FIRST });
  const lastUse = (later: World) => answerOf(later, 'getAccessKeyLastUsed', { keyId: FIRST }).value;

  // THEN
  expect(lastUse(used)).toBeUndefined();
  expect(lastUse(advance(used, world.options.lastUsedLags - 1))).toBeUndefined();
  expect(lastUse(advance(used, world.options.lastUsedLags))).toBe(Math.floor(world.now / 1000) * 1000);
});

test('a token may be in use by a version that nothing refers to, if the world is so', () => {
  const putAgain = (unlabelledVersionsVanish: boolean) => {
    const stored = after(withCurrentKey(newWorld({ unlabelledVersionsVanish })), 'putSecretValue', { token: token(2), value: 'old', labels: ['label'] });
    const deprecated = after(stored, 'updateSecretVersionStage', { label: 'label', from: token(2) });
    return answerOf(deprecated, 'putSecretValue', { token: token(2), value: 'new', labels: ['label'] }).failure?.code;
  };

  expect(putAgain(true)).toBeUndefined();
  expect(putAgain(false)).toBe('ResourceExistsException');
});
