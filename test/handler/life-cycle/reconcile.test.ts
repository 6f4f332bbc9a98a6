import { befalling, configurationOf, deployed, rotated, rotateIn, rotating, run, token } from './run-harness';
import { SECRET } from './snapshot-builder';
import { Effect, Time } from '../../../src/handler/life-cycle/effects';
import { reconcile } from '../../../src/handler/life-cycle/reconcile';
import { intentTag } from '../../../src/handler/life-cycle/records';
import { Task } from '../../../src/handler/life-cycle/task';
import {
  advance,
  performCall,
  DENIED,
  keyId,
  newSimulatedAws,
  perform,
  SimulatedAws,
} from '../../properties/simulated-aws';
import { after } from '../../properties/simulated-aws/single-calls';

const SECOND: Time = 1_000;
const MINUTE: Time = 60 * SECOND;
const DAY: Time = 24 * 60 * MINUTE;
const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };
const CREATE_SECRET: Task = { kind: 'createSecret', token: token(2) };

/** Another run has just stored an intent. */
function withIntentOfOther(aws: SimulatedAws): SimulatedAws {
  return after(aws, 'tagResource', {
    tags: intentTag({ run: 'other', token: token(9), start: aws.now - SECOND, baseline: [] }),
  });
}

describe('calls to AWS', () => {
  test('a rotation makes fourteen at most', () => {
    // WHEN
    const steps = rotateIn(rotating());

    // THEN
    expect(steps.map(({ value }) => value?.outcome)).toEqual(['done', 'done', 'done', 'done']);
    expect(steps.map(({ calls }) => calls.length)).toEqual([6, 0, 5, 3]);
    expect(steps.flatMap(({ calls }) => calls).length).toBeLessThanOrEqual(14);
  });

  test('a scheduled run with nothing to do makes two', () => {
    expect(run(deployed(), SCHEDULED_RUN).calls).toHaveLength(2);
  });

  test('a scheduled run that keeps a replaced key in its overlap makes two, and one behind it three', () => {
    // GIVEN
    const { aws } = run(rotated(), SCHEDULED_RUN);
    const used = perform(advance(aws, 14 * DAY), { does: 'uses a key', keyId: keyId(0) });

    // THEN
    expect(run(advance(aws, DAY), SCHEDULED_RUN).calls).toHaveLength(2);
    expect(run(advance(used, DAY), SCHEDULED_RUN).calls.length).toBeLessThanOrEqual(6);
  });
});

test('a run that waits takes a snapshot every few seconds', () => {
  // WHEN
  const { value, sleeps } = run(withIntentOfOther(rotating()), CREATE_SECRET);

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  const waits = sleeps.slice(0, -1);
  expect(new Set(waits)).toEqual(new Set([5 * SECOND]));
  expect(waits.length * 5 * SECOND).toBeGreaterThanOrEqual(2 * MINUTE - 5 * SECOND);
});

test('a run fails before its deadline with the reason of its wait', () => {
  // GIVEN
  const aws = withIntentOfOther(rotating());

  // WHEN
  const { value, aws: later, reports, metrics } = run(aws, CREATE_SECRET, { lasts: 30 * SECOND });

  // THEN
  expect(value).toEqual({
    outcome: 'failed',
    rule: 'wait-for-other-run',
    message:
      `The run for user mail and secret ${SECRET} reached its time limit. ` +
      'It waited, because another run is creating an access key. ' +
      'Secrets Manager repeats the step. If it fails again, remove the cause, and rotate the secret again.',
  });
  expect(later.now).toBeLessThan(aws.now + 30 * SECOND);
  expect(reports[reports.length - 1]).toMatchObject({ level: 'ERROR', rule: 'wait-for-other-run', action: 'fail' });
  expect(metrics).toEqual([{ RotationFailures: 1 }]);
});

test('a run whose writes have no effect ends after sixty snapshots', () => {
  // GIVEN
  const aws = perform(deployed(), { does: 'deletes a key', keyId: keyId(0) });

  // WHEN
  const { ended, value, calls, reports, metrics } = run(aws, SCHEDULED_RUN, {
    before: (now, { name }) => (name === 'describeSecret' ? { aws: { ...now, secret: aws.secret } } : undefined),
  });

  // THEN
  expect(ended).toBe('returned');
  expect(value).toMatchObject({ outcome: 'failed', rule: 'tag-first-seen' });
  expect(metrics).toEqual([{ RotationFailures: 1 }]);
  expect(reports.at(-1)).toMatchObject({ level: 'ERROR', action: 'fail', message: value!.message });
  expect(calls.filter((name) => name === 'describeSecret')).toHaveLength(60);
});

test('a call that failed for good ends the run with its name, an error in the log and one failure to count', () => {
  // WHEN
  const { value, reports, metrics } = run(deployed(), SCHEDULED_RUN, {
    before: befalling({ call: 'describeSecret', disturbance: DENIED }),
  });

  // THEN
  expect(value).toEqual({
    outcome: 'failed',
    rule: 'call-failed',
    message:
      'The call describeSecret failed with AccessDeniedException: User is not authorized to perform: describeSecret. ' +
      `The run was for user mail and secret ${SECRET}. ` +
      'The next scheduled run tries again. If it fails too, remove the cause.',
  });
  expect(reports).toEqual([{ level: 'ERROR', task: 'scheduledRun', rule: 'call-failed', message: value!.message }]);
  expect(metrics).toEqual([{ RotationFailures: 1 }]);
});

test('an intent that cannot be removed is a warning, and does not change the outcome', () => {
  // WHEN
  const { value, reports, metrics } = run(rotating(), CREATE_SECRET, {
    before: befalling({ call: 'putSecretValue', disturbance: DENIED }, { call: 'untagResource', disturbance: DENIED }),
  });

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call putSecretValue failed with /),
  });
  expect(metrics).toEqual([{ RotationFailures: 1 }]);
  expect(reports.slice(-2)).toMatchObject([
    { level: 'ERROR' },
    {
      level: 'WARN',
      rule: 'call-failed',
      message: expect.stringMatching(/^The call untagResource .+\. A scheduled run removes the creation intent\.$/),
    },
  ]);
});

test('a defect while a run tidies up is not hidden', () => {
  // GIVEN
  const aws = perform(rotating(), { does: 'deletes the secret for good' });
  const routine = reconcile(
    { id: 'run-1', startedAt: aws.now, deadline: aws.now + MINUTE, task: CREATE_SECRET },
    configurationOf(aws),
  );
  let next = routine.next(undefined as never);
  for (
    let now = aws;
    next.value && 'name' in next.value && next.value.name !== 'untagResource';
    next = routine.next(performCall(now, next.value as Effect, 'run-1').result)
  ) {
    now = performCall(now, next.value as Effect, 'run-1').aws;
  }

  // THEN
  expect(() => routine.throw(new TypeError('a defect'))).toThrow(new TypeError('a defect'));
});

test('a defect of the function is not hidden', () => {
  // GIVEN
  const aws = newSimulatedAws();
  const { secretFormat } = configurationOf(aws);
  const serialize = () => {
    throw new TypeError('a defect');
  };

  // WHEN
  const { ended, error } = run(
    aws,
    { kind: 'create', token: token(1) },
    { configuration: { secretFormat: { ...secretFormat, serialize } } },
  );

  // THEN
  expect({ ended, error }).toEqual({ ended: 'threw', error: new TypeError('a defect') });
});

test('each decision is a line of the log with its rule, its action and the key', () => {
  // WHEN
  const { reports } = run(deployed(), { kind: 'revoke', keyId: keyId(0) });

  // THEN
  expect(reports.map(({ rule, action }) => `${rule}: ${action}`)).toEqual([
    'tag-key-revoked: record',
    'deactivate-revoked-key: deactivate',
    'start-rotation-after-revoke: rotate',
    'finish-revoke: done',
  ]);
  expect(reports[1]).toEqual({
    level: 'INFO',
    task: 'revoke',
    rule: 'deactivate-revoked-key',
    action: 'deactivate',
    message: `Deactivating access key ${keyId(0)}, because an operator revoked it.`,
    accessKeyId: keyId(0),
  });
});

test.each<[string, SimulatedAws, string]>([
  [
    'the current key was deactivated by an operator',
    perform(deployed(), { does: 'deactivates a key', keyId: keyId(0) }),
    'ERROR',
  ],
  ['the secret holds a value by hand', perform(deployed(), { does: 'puts a value' }), 'ERROR'],
  ['a replica cannot be updated', perform(deployed(), { does: 'lets a replica fail' }), 'WARN'],
  [
    'an unmanaged key blocks an overdue rotation',
    perform(advance(deployed(), 62 * DAY), { does: 'creates a key' }),
    'WARN',
  ],
])('a scheduled run that succeeds and publishes a failure, since %s, logs it above INFO', (_, aws, level) => {
  // WHEN
  const { value, reports, metrics } = run(aws, SCHEDULED_RUN);

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(metrics).toEqual([expect.objectContaining({ RotationFailures: 1 })]);
  expect(reports.at(-1)).toMatchObject({ level, rule: value!.rule, action: 'done' });
});
