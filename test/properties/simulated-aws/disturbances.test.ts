import {
  advance,
  RESPONSE_LOST,
  AwsCall,
  DENIED,
  describeDisturbance,
  disturbances,
  newSimulatedAws,
  perform,
  REQUEST_LOST,
  THROTTLED,
  SimulatedAws,
} from '.';
import { after, resultOf, callOf, token, withCurrentKey } from './single-calls';

const FIRST = 'AKIASIMULATEDKEYAAAA';
const CREATE = callOf('createAccessKey', {}) as AwsCall;

/** The user has had a key for long, deactivated and replaced by another just now. */
function changingWorld(): SimulatedAws {
  const settled = advance(withCurrentKey(newSimulatedAws()), 3_600_000);
  return after(after(settled, 'updateAccessKey', { keyId: FIRST, active: false }), 'createAccessKey', {});
}

test('a call that is throttled, denied or lost changes nothing', () => {
  const aws = newSimulatedAws();

  for (const disturbance of [THROTTLED, DENIED, REQUEST_LOST]) {
    expect(after(aws, 'createAccessKey', {}, disturbance)).toEqual(aws);
  }
});

test('a call whose response is lost takes effect', () => {
  const aws = newSimulatedAws();

  expect(resultOf(aws, 'createAccessKey', {}, RESPONSE_LOST)).toEqual({
    now: aws.now,
    value: undefined,
    failure: expect.objectContaining({ effect: 'unknown' }),
  });
  expect(after(aws, 'createAccessKey', {}, RESPONSE_LOST)).toEqual(after(aws, 'createAccessKey', {}));
});

test('a lost request cannot be distinguished from a lost response', () => {
  const aws = newSimulatedAws();

  expect(resultOf(aws, 'createAccessKey', {}, REQUEST_LOST)).toEqual(
    resultOf(aws, 'createAccessKey', {}, RESPONSE_LOST),
  );
});

test('IAM may return an earlier state to each call, Secrets Manager never', () => {
  // GIVEN
  const aws = changingWorld();

  // THEN
  expect(disturbances(aws, CREATE).map(({ kind }) => kind)).toEqual([
    'throttled',
    'denied',
    'request lost',
    'response lost',
    'stale',
    'stale',
  ]);
  expect(disturbances(aws, callOf('describeSecret', {}) as AwsCall).map(({ kind }) => kind)).toEqual([
    'throttled',
    'denied',
    'request lost',
  ]);
  expect(
    disturbances(aws, callOf('getCallerIdentity', { keyId: FIRST, secretAccessKey: '' }) as AwsCall).map(
      ({ kind }) => kind,
    ),
  ).toEqual(['throttled', 'request lost', 'stale', 'stale']);
});

test('a list that is behind shows neither the new key nor the new status', () => {
  // GIVEN
  const aws = changingWorld();
  const listed = (view: number) => resultOf(aws, 'listAccessKeys', {}, { kind: 'stale', view }).value;

  // THEN
  expect(listed(0)).toEqual([expect.objectContaining({ id: FIRST, active: true })]);
  expect(listed(1)).toEqual([expect.objectContaining({ id: FIRST, active: false })]);
});

test('a state of more than a minute ago is returned by no part of IAM', () => {
  const aws = changingWorld();

  expect(advance(aws, 60_000).iam.past).toHaveLength(2);
  expect(advance(aws, 60_001).iam.past).toEqual([]);
});

test('a part of IAM that is behind refuses a quota that is free again, and does not find a new key', () => {
  // GIVEN
  const full = advance(changingWorld(), 3_600_000);
  const freed = after(full, 'deleteAccessKey', { keyId: FIRST });
  const made = advance(after(newSimulatedAws(), 'createAccessKey', {}), 1);
  const stale = { kind: 'stale', view: 0 } as const;

  // THEN
  expect(resultOf(freed, 'createAccessKey', {}).failure).toBeUndefined();
  expect(resultOf(freed, 'createAccessKey', {}, stale).failure?.code).toBe('LimitExceededException');
  expect(resultOf(made, 'updateAccessKey', { keyId: FIRST, active: false }, stale).failure?.code).toBe(
    'NoSuchEntityException',
  );
  expect(resultOf(made, 'deleteAccessKey', { keyId: FIRST }, stale).failure?.code).toBe('NoSuchEntityException');
  expect(resultOf(made, 'getAccessKeyLastUsed', { keyId: FIRST }, stale).failure?.code).toBe('NoSuchEntityException');
});

test('a part of IAM that is behind decides by its earlier state, and changes the current one', () => {
  // GIVEN
  const aws = changingWorld();

  // THEN
  expect(after(aws, 'deleteAccessKey', { keyId: FIRST }, { kind: 'stale', view: 0 })).toEqual(
    after(aws, 'deleteAccessKey', { keyId: FIRST }),
  );
});

test('STS may still accept a key that was deactivated, and not yet accept a new one', () => {
  // GIVEN
  const aws = advance(changingWorld(), 20_000);
  const [first, second] = aws.iam.keys.map(({ id, secretAccessKey }) => ({ keyId: id, secretAccessKey }));
  const stale = { kind: 'stale', view: 0 } as const;

  // THEN
  expect(resultOf(aws, 'getCallerIdentity', first).failure?.code).toBe('InvalidClientTokenId');
  expect(resultOf(aws, 'getCallerIdentity', first, stale).value).toMatchObject({ account: aws.options.user.account });
  expect(resultOf(aws, 'getCallerIdentity', second).value).toMatchObject({ account: aws.options.user.account });
  expect(resultOf(aws, 'getCallerIdentity', second, stale).failure?.code).toBe('InvalidClientTokenId');
});

test('a part of IAM that is behind knows the former user, and not the current one', () => {
  // GIVEN
  const before = newSimulatedAws();
  const gone = perform(before, { does: 'deletes the user' });
  const again = perform(gone, { does: 'creates the user again' });
  const from = (view: number) => ({ kind: 'stale', view }) as const;

  // THEN
  expect(resultOf(again, 'getUser', {}, from(0)).value).toBe(before.iam.userId);
  expect(resultOf(again, 'getUser', {}, from(1)).failure?.code).toBe('NoSuchEntityException');
  expect(resultOf(again, 'listAccessKeys', {}, from(1)).failure?.code).toBe('NoSuchEntityException');
  expect(resultOf(again, 'createAccessKey', {}, from(1)).failure?.code).toBe('NoSuchEntityException');
});

test('the secret is never stale, and a sleep is not a call', () => {
  const aws = changingWorld();

  expect(() => resultOf(aws, 'describeSecret', {}, { kind: 'stale', view: 0 })).toThrow(
    'Secrets Manager is consistent',
  );
  expect(() => resultOf(aws, 'sleep', { ms: 1 })).toThrow('a scheduler lets time pass');
});

test('a disturbance has a description', () => {
  const aws = changingWorld();

  expect(disturbances(aws, CREATE).map((disturbance) => describeDisturbance(disturbance, aws))).toEqual([
    'throttled',
    'denied',
    'request lost',
    'response lost',
    'as it was until 2025-01-01T01:00:00.250Z',
    'as it was until 2025-01-01T01:00:00.250Z',
  ]);
});

test('a use shows after a while, in whole seconds', () => {
  // GIVEN
  const aws = advance(withCurrentKey(newSimulatedAws()), 20_000);
  const used = perform(aws, { does: 'uses a key', keyId: FIRST });
  const lastUse = (later: SimulatedAws) => resultOf(later, 'getAccessKeyLastUsed', { keyId: FIRST }).value;

  // THEN
  expect(lastUse(used)).toBeUndefined();
  expect(lastUse(advance(used, aws.options.lastUsedLags - 1))).toBeUndefined();
  expect(lastUse(advance(used, aws.options.lastUsedLags))).toBe(Math.floor(aws.now / 1000) * 1000);
});

test('a token may be in use by a version that nothing refers to, if that option is set', () => {
  const putAgain = (unlabelledVersionsVanish: boolean) => {
    const stored = after(withCurrentKey(newSimulatedAws({ unlabelledVersionsVanish })), 'putSecretValue', {
      token: token(2),
      value: 'old',
      labels: ['label'],
    });
    const deprecated = after(stored, 'updateSecretVersionStage', { label: 'label', from: token(2) });
    return resultOf(deprecated, 'putSecretValue', { token: token(2), value: 'new', labels: ['label'] }).failure?.code;
  };

  expect(putAgain(true)).toBeUndefined();
  expect(putAgain(false)).toBe('ResourceExistsException');
});
