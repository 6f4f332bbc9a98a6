import { configurationOf } from './run-harness';
import { LOST, MISSING, play, Played, REFUSED, Reply, THROTTLED } from './scripted-results';
import { createKey, deleteKey, setStatus } from '../../../src/handler/life-cycle/change-keys';
import { EffectName, Failure, Time } from '../../../src/handler/life-cycle/effects';
import { RunContext } from '../../../src/handler/life-cycle/run-context';
import { newSimulatedAws } from '../../properties/simulated-aws';

const SECOND = 1_000;
const LIMIT_EXCEEDED = {
  code: 'LimitExceededException',
  message: 'Two keys.',
  effect: 'none',
  retryable: false,
} as const;

function contextOf(deadline: Time = 300 * SECOND): RunContext {
  return new RunContext(
    { id: 'run-1', startedAt: 0, deadline, task: { kind: 'scheduledRun' } },
    configurationOf(newSimulatedAws()),
  );
}

function always(failure: Failure): () => Reply {
  return () => ({ failure });
}

function attempts({ calls, times }: Played<unknown>, name: EffectName): Time[] {
  return times.filter((_, index) => calls[index].name === name);
}

test('a key counts as deleted only if IAM has not found it for a minute and a half', () => {
  // WHEN
  const played = play(setStatus(contextOf(), 'AKIA', false), always(MISSING));

  // THEN
  expect(played.value).toBe(false);
  expect(attempts(played, 'updateAccessKey').map((time) => time / SECOND)).toEqual([
    0, 1, 3, 7, 15, 25, 35, 45, 55, 65, 75, 85, 95,
  ]);
});

test('a key that some part of IAM does not know yet is changed once it is known', () => {
  // WHEN
  const { value, calls } = play(setStatus(contextOf(), 'AKIA', false), (_, index) =>
    index < 3 ? { failure: MISSING } : {},
  );

  // THEN
  expect(value).toBe(true);
  expect(calls[0]).toEqual({ name: 'updateAccessKey', request: { keyId: 'AKIA', active: false } });
});

test('a run whose deadline is before that fails', () => {
  expect(play(setStatus(contextOf(60 * SECOND), 'AKIA', false), always(MISSING)).error).toMatchObject({
    failure: MISSING,
  });
});

test('another refusal is thrown at once', () => {
  expect(play(setStatus(contextOf(), 'AKIA', true), always(REFUSED))).toMatchObject({
    error: { failure: REFUSED },
    calls: [{ name: 'updateAccessKey' }],
  });
});

test('the deletion of a key that does not exist is not a failure', () => {
  expect(play(deleteKey(contextOf(), 'AKIA'), always(MISSING))).not.toHaveProperty('error');
});

test('a key that is old enough counts as deleted as soon as IAM does not find it', () => {
  // WHEN
  const played = play(deleteKey(contextOf(), 'AKIA', true), always(MISSING));

  // THEN
  expect(played).not.toHaveProperty('error');
  expect(attempts(played, 'deleteAccessKey')).toHaveLength(1);
});

test('a deletion whose response is lost is tried again, and the key may not exist then', () => {
  // WHEN
  const played = play(deleteKey(contextOf(), 'AKIA'), (_, index) => ({ failure: index === 0 ? LOST : MISSING }));

  // THEN
  expect(played).not.toHaveProperty('error');
  expect(attempts(played, 'deleteAccessKey').length).toBeGreaterThan(1);
});

test.each([
  ['throttling', THROTTLED, 2],
  ['a lost result', LOST, 1],
  ['another refusal', REFUSED, 1],
  ['two keys', LIMIT_EXCEEDED, 1],
])('after %s CreateAccessKey is tried again only if it may succeed and has surely made no key', (_, failure, times) => {
  // WHEN
  const played = play(createKey(contextOf(), 60 * SECOND), (_name, index) =>
    index === 0 ? { failure } : { value: { id: 'AKIA', secretAccessKey: 'x' } },
  );

  // THEN
  expect(attempts(played, 'createAccessKey')).toHaveLength(times);
});

test('an exceeded quota is tried again if this run has deleted a key that IAM may still count', () => {
  // GIVEN
  const afterDeletion = contextOf();
  afterDeletion.remember({ deleted: ['AKIAREPLACED'] });

  // WHEN
  const { value } = play(createKey(afterDeletion, 60 * SECOND), (_, index) =>
    index < 3 ? { failure: LIMIT_EXCEEDED } : { value: { id: 'AKIA' } },
  );

  // THEN
  expect(value).toEqual({ id: 'AKIA' });
});
