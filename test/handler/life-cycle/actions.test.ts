import {
  befalling,
  configurationOf,
  deployed,
  keysOf,
  labelsOf,
  Ran,
  rotated,
  rotating,
  run,
  tagsOf,
  token,
} from './run-harness';
import { performAction } from '../../../src/handler/life-cycle/actions';
import { Time } from '../../../src/handler/life-cycle/effects';
import { RunContext } from '../../../src/handler/life-cycle/run-context';
import { NOTHING_DONE_YET, Snapshot } from '../../../src/handler/life-cycle/snapshot';
import { Task } from '../../../src/handler/life-cycle/task';
import {
  advance,
  DENIED,
  dueRotations,
  keyId,
  newSimulatedAws,
  perform,
  OperatorStep,
  SimulatedAws,
} from '../../properties/simulated-aws';

const HOUR: Time = 3_600_000;
const DAY: Time = 24 * HOUR;
const FIRST = keyId(0);
const SECOND = keyId(1);
const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };

function after(aws: SimulatedAws, ...steps: OperatorStep[]): SimulatedAws {
  return steps.reduce(perform, aws);
}

/** the simulated AWS in which a scheduled run has seen the replaced key, so long ago. */
function replacedFor(age: Time): SimulatedAws {
  return advance(run(rotated(), SCHEDULED_RUN).aws, age);
}

test('Create claims the secret, and creates, tests and promotes a key', () => {
  // WHEN
  const { value, aws, reports } = run(newSimulatedAws({ firstVersionIsCurrent: false }), {
    kind: 'create',
    token: token(1),
  });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-create' });
  expect(reports.map(({ rule }) => rule)).toEqual([
    'claim-secret',
    'write-creation-intent',
    'create-key',
    'test-first-key',
    'promote-first-key',
    'finish-create',
  ]);
  expect(labelsOf(aws, token(1))).toContain('AWSCURRENT');
  expect(tagsOf(aws)).toEqual(['cdk-iam-access-key:owner']);
});

test('Create opens a secret again that an earlier stack has closed', () => {
  // GIVEN
  const { aws } = run(deployed(), { kind: 'delete', created: true, retain: false });
  const emptied = { ...aws, secret: { ...aws.secret, versions: [] } };

  // WHEN
  const { value, aws: opened } = run(advance(emptied, HOUR), { kind: 'create', token: token(3) });

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(tagsOf(opened)).toEqual(['cdk-iam-access-key:owner']);
});

test('Delete closes the secret, deletes the keys and releases it', () => {
  // WHEN
  const { value, aws } = run(rotated(), { kind: 'delete', created: true, retain: false });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', message: 'The user has no access keys any more.' });
  expect(keysOf(aws)).toEqual({});
  expect(tagsOf(aws)).toEqual(['cdk-iam-access-key:closed']);
});

test('a scheduled run records when it first saw a replaced key', () => {
  // WHEN
  const { aws } = run(rotated(), SCHEDULED_RUN);

  // THEN
  expect(labelsOf(aws, token(1))).toContain(`replaced.${new Date(aws.now).toISOString()}.${FIRST}`);
  expect(tagsOf(aws)).toEqual(['cdk-iam-access-key:owner']);
});

test('a replaced key that no client uses is deactivated after its overlap, and deleted after its recovery window', () => {
  // WHEN
  const inactive = run(replacedFor(14 * DAY), SCHEDULED_RUN);
  const deleted = run(advance(inactive.aws, 7 * DAY), SCHEDULED_RUN);

  // THEN
  expect(inactive.calls).toContain('getAccessKeyLastUsed');
  expect(keysOf(inactive.aws)).toEqual({ [FIRST]: false, [SECOND]: true });
  expect(keysOf(deleted.aws)).toEqual({ [SECOND]: true });
});

test('a list that is behind does not have a key deactivated twice in one run', () => {
  // WHEN
  const { calls } = run(replacedFor(14 * DAY), SCHEDULED_RUN, {
    before: (aws, { name }) =>
      name === 'listAccessKeys' && aws.iam.past.length > 0
        ? { disturbance: { kind: 'stale', view: aws.iam.past.length - 1 } }
        : undefined,
  });

  // THEN
  expect(calls.filter((name) => name === 'updateAccessKey')).toHaveLength(1);
});

test('a key whose last use IAM does not return is kept, and the run continues', () => {
  // WHEN
  const { value, aws } = run(replacedFor(14 * DAY), SCHEDULED_RUN, {
    before: befalling({ call: 'getAccessKeyLastUsed', disturbance: DENIED }),
  });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-nothing-to-do' });
  expect(keysOf(aws)).toEqual({ [FIRST]: true, [SECOND]: true });
});

test('a defect of the function is not taken for a last use that cannot be read', () => {
  // GIVEN
  const aws = newSimulatedAws();
  const context = new RunContext(
    { id: 'run-1', startedAt: 0, deadline: HOUR, task: SCHEDULED_RUN },
    configurationOf(aws),
  );
  const snapshot: Snapshot = {
    run: context.run,
    memory: NOTHING_DONE_YET,
    owner: 'x',
    userName: 'mail',
    secretId: 'secret',
    readable: true,
    keys: [],
    secret: undefined,
  };
  const asking = performAction(context, { kind: 'askLastUse', keyId: FIRST }, snapshot);
  asking.next(undefined as never);

  // THEN
  expect(() => asking.throw(new TypeError('a defect'))).toThrow(new TypeError('a defect'));
});

test('a key that came back as the current one is activated', () => {
  // GIVEN
  const inactive = run(replacedFor(14 * DAY), SCHEDULED_RUN).aws;

  // WHEN
  const { aws } = run(after(inactive, { does: 'moves AWSCURRENT to a version', version: token(1) }), SCHEDULED_RUN);

  // THEN
  expect(keysOf(aws)).toEqual({ [FIRST]: true, [SECOND]: true });
});

test('a key that turns out to be gone when it is changed counts as deleted', () => {
  // WHEN
  const { value, aws } = run(after(deployed(), { does: 'deletes a key', keyId: FIRST }), {
    kind: 'revoke',
    keyId: FIRST,
  });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-revoke' });
  expect(dueRotations(aws)).toHaveLength(1);
});

test('an overdue rotation is requested once', () => {
  // WHEN
  const { value, calls, aws } = run(advance(deployed(), 61 * DAY), SCHEDULED_RUN);

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(calls.filter((name) => name === 'rotateSecret')).toHaveLength(1);
  expect(dueRotations(aws)).toHaveLength(1);
});

test('the label, the intent and the key of an interrupted run are removed within days', () => {
  // GIVEN
  const crashed = run(
    rotating(),
    { kind: 'createSecret', token: token(2) },
    { before: (_, { name }) => ({ crash: name === 'putSecretValue' }) },
  );

  // WHEN
  const scheduledRuns = [HOUR, 2 * HOUR, DAY, DAY, DAY].reduce<Ran[]>(
    (done, age, index) => [
      ...done,
      run(advance((done.at(-1) ?? crashed).aws, age), SCHEDULED_RUN, { id: `scheduled-run-${index}-`.padEnd(32, '0') }),
    ],
    [],
  );

  // THEN
  const { aws } = scheduledRuns.at(-1)!;
  expect(keysOf(aws)).toEqual({ [FIRST]: true });
  expect(labelsOf(aws, token(2))).toBeUndefined();
  expect(tagsOf(aws)).toEqual(['cdk-iam-access-key:owner']);
});
