import { befalling, Mishap, Options, Ran, rotating, run, token, UNREADABLE } from './run-harness';
import { SECRET } from './snapshot-builder';
import { Task } from '../../../src/handler/life-cycle/task';
import {
  DENIED,
  keyId,
  newSimulatedAws,
  PENDING,
  perform,
  THROTTLED,
  SimulatedAws,
} from '../../properties/simulated-aws';
import { after } from '../../properties/simulated-aws/single-calls';

const SECOND = 1_000;
const TEST_SECRET: Task = { kind: 'testSecret', token: token(2) };

const STEP_IS_REPEATED =
  'Secrets Manager repeats the step. If it fails again, remove the cause, and rotate the secret again.';
const DEPLOY_AGAIN = 'Remove the cause, and deploy the stack again.';

/** What a run ends with that failed for this reason. */
function failure(reason: string, next = STEP_IS_REPEATED): string {
  return `${reason} The run was for user mail and secret ${SECRET}. ${next}`;
}

/** A rotation whose pending key was stored a minute ago: createSecret has waited. */
function minted(options: Parameters<typeof rotating>[0] = {}): SimulatedAws {
  return run(rotating(options), { kind: 'createSecret', token: token(2) }).aws;
}

function testKey(aws: SimulatedAws, options: Options = {}): Ran {
  return run(aws, TEST_SECRET, options);
}

function signatures({ calls }: Ran): number {
  return calls.filter((name) => name === 'getCallerIdentity').length;
}

test('a new key must be accepted three times in a row', () => {
  // WHEN
  const ran = testKey(minted());

  // THEN
  expect(ran.value).toMatchObject({ outcome: 'done', rule: 'test-pending-key' });
  expect(ran.sleeps).toEqual([]);
  expect(ran.calls).toEqual([
    'getSecretValue',
    'getUser',
    'getCallerIdentity',
    'getCallerIdentity',
    'getCallerIdentity',
  ]);
});

test('a run waits for a key that is not known everywhere', () => {
  // WHEN
  const ran = testKey(minted({ spreads: 75 * SECOND }));

  // THEN
  expect(ran.value).toMatchObject({ outcome: 'done' });
  expect(ran.sleeps).toEqual([5 * SECOND, 5 * SECOND, 5 * SECOND]);
});

test.each([1, 2])('a refusal after %d acceptances starts the count again', (accepted) => {
  // WHEN
  const ran = testKey(minted(), {
    before: befalling({ call: 'getCallerIdentity', nth: accepted + 1, disturbance: THROTTLED }),
  });

  // THEN
  expect(ran.value).toMatchObject({ outcome: 'done' });
  expect(signatures(ran)).toBe(accepted + 1 + 3);
});

test('a key that is never known fails the test in time', () => {
  // GIVEN
  const aws = minted();

  // WHEN
  const ran = testKey({ ...aws, options: { ...aws.options, spreads: 3_600 * SECOND } });

  // THEN
  expect(ran.value).toMatchObject({
    outcome: 'failed',
    rule: 'call-failed',
    message: expect.stringMatching(/^The call getCallerIdentity failed with InvalidClientTokenId/),
  });
  expect(ran.aws.now).toBeLessThan(aws.now + 300 * SECOND);
});

test.each([
  ['account', { name: 'mail', arn: 'arn:aws:iam::111122223333:user/mail', account: '444455556666' }, '111122223333'],
  [
    'user',
    { name: 'mail', arn: 'arn:aws:iam::111122223333:user/team/mail', account: '111122223333' },
    'arn:aws:iam::111122223333:user/mail',
  ],
] as const)('a key of another %s fails the test at its first acceptance', (name, user, got) => {
  // WHEN
  const ran = testKey(minted(), { configuration: { user } });

  // THEN
  expect(ran.value).toMatchObject({
    outcome: 'failed',
    rule: 'call-failed',
    message: failure(
      `The stored access key ${keyId(1)} belongs to ${name} ${got}, but it must belong to ` +
        `${name === 'user' ? user.arn : user.account}.`,
    ),
  });
  expect(signatures(ran)).toBe(1);
});

test('a key of a user that was created again under the same name fails the test', () => {
  // GIVEN
  const aws = minted();
  const madeAgain: Mishap['meanwhile'] = (now) => ({ ...now, iam: { ...now.iam, userId: 'AIDAANOTHER' } });
  const asItWas: Mishap['meanwhile'] = (now) => ({ ...now, iam: aws.iam });

  // WHEN
  const { value } = testKey(aws, {
    before: befalling({ call: 'getUser', meanwhile: madeAgain }, { call: 'getCallerIdentity', meanwhile: asItWas }),
  });

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: failure(
      `The stored access key ${keyId(1)} belongs to user ID ${aws.iam.userId}, but it must belong to AIDAANOTHER.`,
    ),
  });
});

test('an empty pending version passes: Secrets Manager tests also where there is nothing to test', () => {
  // WHEN
  const { value, calls } = testKey(rotating());

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(calls).toEqual(['getSecretValue', 'describeSecret']);
});

test('a version that has a key and is not pending fails the test: it was not tested, and may become pending again', () => {
  // GIVEN
  const aws = after(minted(), 'updateSecretVersionStage', { label: PENDING, from: token(2) });

  // WHEN
  const { value, calls } = testKey(aws);

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: failure(`Version ${token(2)} has an access key but is not pending.`),
  });
  expect(calls).toEqual(['getSecretValue', 'describeSecret']);
});

test('a secret that was deleted has nothing to test', () => {
  // GIVEN
  const aws = perform(rotating(), { does: 'deletes the secret for good' });

  // WHEN
  const { value, calls } = testKey(aws);

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(calls).toEqual(['getSecretValue', 'describeSecret']);
});

test('a pending value that holds no key fails the test', () => {
  // GIVEN
  const aws = after(rotating(), 'putSecretValue', { token: token(2), value: 'no key', labels: [PENDING] });

  // WHEN
  const { value, calls } = testKey(aws);

  // THEN
  expect(value).toMatchObject({ outcome: 'failed', message: failure(`Version ${token(2)} holds no access key.`) });
  expect(calls).not.toContain('getCallerIdentity');
});

test("a version that is labelled with a key and has no value fails Create's test", () => {
  // GIVEN
  const aws = newSimulatedAws();
  const versions = [{ id: token(1), createdAt: aws.now, labels: ['AWSPENDING', 'key.AKIASIMULATEDKEYAAAA'] }];

  // WHEN
  const { value } = run({ ...aws, secret: { ...aws.secret, versions } }, { kind: 'create', token: token(1) });

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: failure(
      `Version ${token(1)} has the staging label key.AKIASIMULATEDKEYAAAA, but Secrets Manager does not return ` +
        'its value yet.',
      DEPLOY_AGAIN,
    ),
  });
});

test('a version that loses its key label while Create tests it holds no key', () => {
  // GIVEN
  const aws = newSimulatedAws({ firstVersionIsCurrent: false });
  const withoutLabels = ({ secret, ...others }: SimulatedAws): SimulatedAws => ({
    ...others,
    secret: { ...secret, versions: secret.versions.map((version) => ({ ...version, labels: [PENDING] })) },
  });

  // WHEN
  const { value } = run(
    aws,
    { kind: 'create', token: token(1) },
    { before: befalling({ call: 'getSecretValue', nth: 1, meanwhile: withoutLabels }) },
  );

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: failure(`Version ${token(1)} holds no access key.`, DEPLOY_AGAIN),
  });
});

// https://github.com/aws/aws-sdk-js-v3/issues/7701
test('a value that Secrets Manager does not return for seconds after it was stored is read again', () => {
  // GIVEN
  const aws = minted();
  const hidden = { ...aws.secret, versions: aws.secret.versions.map((version) => ({ ...version, value: undefined })) };
  let asked = 0;

  // WHEN
  const { value, sleeps } = testKey(aws, {
    before: (now, { name }) =>
      name === 'getSecretValue' ? { aws: { ...now, secret: ++asked < 3 ? hidden : aws.secret } } : undefined,
  });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'test-pending-key' });
  expect(sleeps).toEqual([5 * SECOND, 5 * SECOND]);
});

test('a value that cannot be read fails the test, however long it is tried', () => {
  // WHEN
  const { value, sleeps } = testKey(minted(), { before: befalling({ call: 'getSecretValue', disturbance: DENIED }) });

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call getSecretValue failed with AccessDenied/),
  });
  expect(sleeps.length).toBeGreaterThan(20);
});

test('a user that was deleted fails the test', () => {
  const { value } = testKey(perform(minted(), { does: 'deletes the user' }));

  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call getUser failed with NoSuchEntity/),
  });
});

describe('a new key that only its own run can test, in a secret with a replica', () => {
  const CREATE_SECRET: Task = { kind: 'createSecret', token: token(2) };

  /** A run that stores a key, after which the replica is being updated for so long. */
  function mintWithReplica(takes: number): { readonly ran: Ran; readonly labelledAfter: number } {
    let storedAt = Infinity;
    let labelledAt = -Infinity;
    const start = rotating();
    const ran = run(start, CREATE_SECRET, {
      configuration: UNREADABLE,
      before: (aws, { name, request }) => {
        storedAt = name === 'putSecretValue' ? aws.now : storedAt;
        labelledAt =
          name === 'updateSecretVersionStage' && (request as { label: string }).label.startsWith('accepted.')
            ? aws.now
            : labelledAt;
        const status = aws.now >= storedAt && aws.now < storedAt + takes ? 'InProgress' : 'InSync';
        return { aws: { ...aws, secret: { ...aws.secret, replicas: [{ region: 'eu-central-1', status }] } } };
      },
    });
    expect(ran.value).toMatchObject({ outcome: 'done' });
    return { ran, labelledAfter: labelledAt - start.now };
  }

  test('is marked as accepted once the replica is in sync', () => {
    expect(mintWithReplica(90 * SECOND).labelledAfter).toBe(90 * SECOND);
  });

  test('is marked as accepted after two minutes, if the replica is not in sync by then', () => {
    expect(mintWithReplica(3_600 * SECOND).labelledAfter).toBe(120 * SECOND);
  });

  test('is marked as accepted at once in a secret without replicas', () => {
    // WHEN
    const { calls } = run(rotating(), CREATE_SECRET, { configuration: UNREADABLE });

    // THEN
    expect(calls.filter((name) => name === 'describeSecret')).toHaveLength(1);
  });
});
