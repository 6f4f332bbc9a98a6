import {
  befalling,
  deployed,
  keysOf,
  labelsOf,
  Mishap,
  Ran,
  rotateIn,
  rotating,
  run,
  tagsOf,
  token,
  UNREADABLE,
} from './run-harness';
import { Task } from '../../../src/handler/life-cycle/task';
import {
  RESPONSE_LOST,
  DENIED,
  keyId,
  newSimulatedAws,
  perform,
  OperatorStep,
  REQUEST_LOST,
  rotateSecret,
  THROTTLED,
  SimulatedAws,
} from '../../properties/simulated-aws';
import { after } from '../../properties/simulated-aws/single-calls';

const FIRST = keyId(0);
const SECOND = keyId(1);
const CREATE_SECRET: Task = { kind: 'createSecret', token: token(2) };
const INTENT = 'cdk-iam-access-key:intent:run-1';
const MINTED = ['AWSPENDING', `after.${token(1)}.${SECOND}`, `key.${SECOND}`];

function createSecret(aws: SimulatedAws, ...mishaps: Mishap[]): Ran {
  return run(aws, CREATE_SECRET, { before: befalling(...mishaps) });
}

function meanwhile(...steps: OperatorStep[]): Mishap['meanwhile'] {
  return (aws) => steps.reduce(perform, aws);
}

/** The run failed, left no key, and leaves nothing for others to wait for. */
function expectNothingLeft({ value, aws }: Ran, message: RegExp): void {
  expect(value).toMatchObject({ outcome: 'failed', rule: 'call-failed', message: expect.stringMatching(message) });
  expect(keysOf(aws)).toEqual({ [FIRST]: true });
  expect(tagsOf(aws)).not.toContain(INTENT);
}

test('a run stores an intent, creates a key, stores it with its labels, and removes the intent', () => {
  // WHEN
  const { value, aws, calls } = createSecret(rotating());

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'create-key' });
  expect(calls).toEqual([
    'listAccessKeys',
    'tagResource',
    'describeSecret',
    'createAccessKey',
    'putSecretValue',
    'untagResource',
  ]);
  expect(labelsOf(aws, token(2))).toEqual(MINTED);
  expect(tagsOf(aws)).not.toContain(INTENT);
});

test('a run that has created a key ends when the key is known everywhere, so that it is tested no sooner', () => {
  expect(createSecret(rotating()).sleeps).toEqual([60_000]);
});

test('a run that has created a key ends in time, even if the key is not known everywhere', () => {
  // WHEN
  const { value, sleeps } = run(rotating(), CREATE_SECRET, { lasts: 30_000 });

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(sleeps).toEqual([25_000]);
});

test('a key that was stored at the last moment is not waited for', () => {
  // WHEN
  const { value, sleeps } = run(rotating(), CREATE_SECRET, { lasts: 5_000 });

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(sleeps).toEqual([]);
});

test('a key that cannot be read back is tested by the run that created it, which marks it as accepted', () => {
  // WHEN
  const { value, aws, calls } = run(rotating(), CREATE_SECRET, { configuration: UNREADABLE });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'create-key' });
  expect(calls).toEqual([
    'listAccessKeys',
    'tagResource',
    'describeSecret',
    'createAccessKey',
    'putSecretValue',
    'untagResource',
    'getUser',
    'getCallerIdentity',
    'getCallerIdentity',
    'getCallerIdentity',
    'updateSecretVersionStage',
  ]);
  expect(labelsOf(aws, token(2))).toContain(`accepted.${SECOND}`);
});

test('a whole rotation of a key that cannot be read back makes as many calls as one of a key that can', () => {
  // WHEN
  const steps = rotateIn(rotating(), UNREADABLE);

  // THEN
  expect(steps.map(({ value }) => value?.outcome)).toEqual(['done', 'done', 'done', 'done']);
  expect(steps.flatMap(({ calls }) => calls)).toHaveLength(14);
  expect(labelsOf(steps.at(-1)!.aws, token(2))).toContain('AWSCURRENT');
});

test('a key that cannot be read back and is never accepted fails its rotation, and is never promoted', () => {
  // GIVEN
  const aws = rotating();

  // WHEN
  const steps = rotateIn({ ...aws, options: { ...aws.options, spreads: 3_600_000 } }, UNREADABLE);

  // THEN
  expect(steps.map(({ value }) => value?.outcome)).toEqual(['failed', 'done', 'done', 'failed']);
  expect(steps.at(-1)!.value).toMatchObject({ rule: 'fail-pending-key-untested' });
  expect(labelsOf(steps.at(-1)!.aws, token(2))).not.toContain('AWSCURRENT');
});

test('Create promotes a key that cannot be read back once it was accepted', () => {
  // WHEN
  const { value, aws } = run(
    newSimulatedAws({ firstVersionIsCurrent: false }),
    { kind: 'create', token: token(1) },
    { configuration: UNREADABLE },
  );

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-create' });
  expect(labelsOf(aws, token(1))).toContain('AWSCURRENT');
});

test('a version that takes no further labels while it is filled in gets them by a call of its own', () => {
  // WHEN
  const { value, aws, calls } = createSecret(rotating({ filledVersionTakesLabels: false }));

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(calls.filter((name) => name === 'updateSecretVersionStage')).toHaveLength(2);
  expect(labelsOf(aws, token(2))).toEqual(MINTED);
});

describe('CreateAccessKey', () => {
  test.each([THROTTLED, DENIED])(
    'is tried again, later and later, while it is refused without effect: $kind',
    (disturbance) => {
      // WHEN
      const { value, aws, sleeps } = createSecret(
        rotating(),
        ...[1, 2, 3].map((nth) => ({ call: 'createAccessKey', nth, disturbance }) as const),
      );

      // THEN
      expect(value).toMatchObject({ outcome: 'done' });
      expect(sleeps.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
      expect(aws.iam.keysMade).toBe(2);
    },
  );

  test("is given up at the end of the intent's time, and the intent is removed", () => {
    // WHEN
    const ran = createSecret(rotating(), { call: 'createAccessKey', disturbance: DENIED });

    // THEN
    expectNothingLeft(ran, /^The call createAccessKey failed with AccessDenied/);
    expect(ran.sleeps).toEqual([1, 2, 4, 8, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10].map((seconds) => seconds * 1000));
  });

  test('is not tried again after an unknown outcome, and its intent remains: it is unknown whether there is a key', () => {
    // WHEN
    const { value, aws, calls } = createSecret(rotating(), { call: 'createAccessKey', disturbance: REQUEST_LOST });

    // THEN
    expect(value).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/^The call createAccessKey failed with ServiceFailure/),
    });
    expect(calls.filter((name) => name === 'createAccessKey')).toHaveLength(1);
    expect(keysOf(aws)).toEqual({ [FIRST]: true });
    expect(tagsOf(aws)).toContain(INTENT);
  });

  test('may have created a key whose response is lost: the next run finds it by the intent', () => {
    // WHEN
    const { value, aws, calls } = createSecret(rotating(), { call: 'createAccessKey', disturbance: RESPONSE_LOST });

    // THEN
    expect(value).toMatchObject({ outcome: 'failed' });
    expect(calls).not.toContain('deleteAccessKey');
    expect(keysOf(aws)).toEqual({ [FIRST]: true, [SECOND]: true });
    expect(Object.fromEntries(aws.secret.tags)[INTENT]).toMatch(new RegExp(`^${token(2)} \\S+ ${FIRST}$`));
  });

  test('is refused for good when an operator has used the free access key: the intent is removed', () => {
    // WHEN
    const { value, aws, calls } = createSecret(rotating(), {
      call: 'createAccessKey',
      meanwhile: meanwhile({ does: 'creates a key' }),
    });

    // THEN
    expect(value).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/^The call createAccessKey failed with LimitExceeded/),
    });
    expect(calls.filter((name) => name === 'createAccessKey')).toHaveLength(1);
    expect(tagsOf(aws)).not.toContain(INTENT);
  });

  test('is refused for good when the user was deleted', () => {
    const { value } = createSecret(rotating(), {
      call: 'createAccessKey',
      meanwhile: meanwhile({ does: 'deletes the user' }),
    });

    expect(value).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/^The call createAccessKey failed with NoSuchEntity/),
    });
  });

  test('is tried again when IAM still counts a key that this run has deleted', () => {
    // GIVEN
    const aws = perform(createSecret(rotating()).aws, { does: 'moves AWSCURRENT to a version', version: token(2) });
    const replaced = perform(aws, { does: 'deactivates a key', keyId: FIRST });
    const withoutPending = {
      ...replaced,
      secret: { ...replaced.secret, versions: replaced.secret.versions.map(withoutPendingLabel) },
    };
    const again = rotateSecret(withoutPending, { token: token(3) }).aws;

    // WHEN
    const {
      value,
      aws: minted,
      calls,
    } = run(
      again,
      { kind: 'createSecret', token: token(3) },
      {
        before: (now, { name }, index) =>
          name === 'createAccessKey' && index < 20
            ? { disturbance: { kind: 'stale', view: fullView(now) } }
            : undefined,
      },
    );

    // THEN
    expect(calls.filter((name) => name === 'createAccessKey').length).toBeGreaterThan(1);
    expect(value).toMatchObject({ outcome: 'done' });
    expect(keysOf(minted)).toEqual({ [SECOND]: true, [keyId(2)]: true });
  });
});

describe('PutSecretValue', () => {
  test.each([THROTTLED, REQUEST_LOST, RESPONSE_LOST])(
    'is tried again with the same token and value: $kind',
    (disturbance) => {
      // WHEN
      const { value, aws, calls } = createSecret(rotating(), { call: 'putSecretValue', nth: 1, disturbance });

      // THEN
      expect(value).toMatchObject({ outcome: 'done' });
      expect(calls.filter((name) => name === 'putSecretValue')).toHaveLength(2);
      expect(keysOf(aws)).toEqual({ [FIRST]: true, [SECOND]: true });
      expect(labelsOf(aws, token(2))).toEqual(MINTED);
    },
  );

  test('has stored the key although all responses are lost: the secret itself shows it', () => {
    // WHEN
    const { value, aws } = createSecret(rotating(), { call: 'putSecretValue', disturbance: RESPONSE_LOST });

    // THEN
    expect(value).toMatchObject({ outcome: 'done' });
    expect(labelsOf(aws, token(2))).toEqual(MINTED);
    expect(tagsOf(aws)).not.toContain(INTENT);
  });

  test.each([DENIED, REQUEST_LOST])(
    'is followed by the deletion of the key in the same run if it fails: $kind',
    (disturbance) => {
      // WHEN
      const ran = createSecret(rotating(), { call: 'putSecretValue', disturbance });

      // THEN
      expectNothingLeft(ran, /^The call putSecretValue failed with /);
      expect(ran.aws.iam.keysMade).toBe(2);
      expect(ran.aws.now - rotating().now).toBeLessThan(2 * 60_000);
    },
  );

  test('is followed by the deletion of the key if another run has stored a value under the token', () => {
    // GIVEN
    const other = { token: token(2), value: "another run's", labels: ['AWSPENDING', 'key.AKIAANOTHER'] };

    // WHEN
    const ran = createSecret(rotating(), {
      call: 'putSecretValue',
      nth: 1,
      meanwhile: (aws) => after(aws, 'putSecretValue', other),
    });

    // THEN
    expectNothingLeft(ran, /^The call putSecretValue failed with ResourceExists/);
    expect(labelsOf(ran.aws, token(2))).toEqual(['AWSPENDING', 'key.AKIAANOTHER']);
  });

  test('is followed by the deletion of the key if the secret is scheduled for deletion; the tag remains', () => {
    // WHEN
    const { value, aws } = createSecret(rotating(), {
      call: 'putSecretValue',
      meanwhile: meanwhile({ does: 'schedules the deletion of the secret' }),
    });

    // THEN
    expect(value).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/^The call putSecretValue failed with InvalidRequest/),
    });
    expect(keysOf(aws)).toEqual({ [FIRST]: true });
    expect(tagsOf(aws)).toContain(INTENT);
  });
});

test('a key for a secret that was deleted meanwhile is deleted in the same run', () => {
  // WHEN
  const { value, aws } = createSecret(rotating(), {
    call: 'putSecretValue',
    meanwhile: meanwhile({ does: 'deletes the secret for good' }),
  });

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call putSecretValue failed with ResourceNotFound/),
  });
  expect(keysOf(aws)).toEqual({ [FIRST]: true });
});

test('a key whose second label cannot be set is deleted in the same run', () => {
  expectNothingLeft(
    createSecret(rotating({ filledVersionTakesLabels: false }), {
      call: 'updateSecretVersionStage',
      disturbance: DENIED,
    }),
    /^The call updateSecretVersionStage failed with /,
  );
});

test('a key that can neither be stored nor deleted remains with its intent, for a later run', () => {
  // WHEN
  const { value, aws } = createSecret(
    rotating(),
    { call: 'putSecretValue', disturbance: DENIED },
    { call: 'deleteAccessKey', disturbance: DENIED },
  );

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call deleteAccessKey failed with /),
  });
  expect(keysOf(aws)).toEqual({ [FIRST]: true, [SECOND]: true });
  expect(tagsOf(aws)).toContain(INTENT);
});

test('a key remains with its intent if it is unknown whether it was stored', () => {
  // WHEN
  const { value, aws } = createSecret(
    rotating(),
    { call: 'putSecretValue', disturbance: REQUEST_LOST },
    ...afterFirst('describeSecret', DENIED),
  );

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call describeSecret failed with /),
  });
  expect(keysOf(aws)).toEqual({ [FIRST]: true, [SECOND]: true });
  expect(tagsOf(aws)).toContain(INTENT);
});

test('a first key that cannot be stored is deleted as well, and no version is left', () => {
  // WHEN
  const { value, aws } = run(
    newSimulatedAws(),
    { kind: 'create', token: token(1) },
    { before: befalling({ call: 'putSecretValue', disturbance: REQUEST_LOST }) },
  );

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call putSecretValue failed with /),
  });
  expect([keysOf(aws), aws.secret.versions, tagsOf(aws)]).toEqual([{}, [], ['cdk-iam-access-key:owner']]);
});

test('a first key is stored without a label of a version before it', () => {
  const aws = deployed();

  expect(labelsOf(aws, token(1))).toEqual(['AWSCURRENT', `key.${FIRST}`]);
});

function afterFirst(call: Mishap['call'], disturbance: Mishap['disturbance']): Mishap[] {
  return Array.from({ length: 60 }, (_, index) => ({ call, nth: index + 2, disturbance }));
}

function withoutPendingLabel(version: SimulatedAws['secret']['versions'][number]) {
  return { ...version, labels: version.labels.filter((label) => label !== 'AWSPENDING') };
}

/** What a part of IAM still says that counts two keys. */
function fullView({ iam }: SimulatedAws): number {
  return iam.past.findIndex(({ keys }) => keys.length === 2);
}
