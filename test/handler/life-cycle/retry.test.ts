import { LOST, MISSING, play, REFUSED, THROTTLED } from './scripted-results';
import { CallFailed, Routine } from '../../../src/handler/life-cycle/effects';
import { Clock, NO_SUCH_ENTITY, callOnce, callWithRetries, orElseOn } from '../../../src/handler/life-cycle/retry';

const SECOND = 1_000;

function clock(): Clock {
  return { now: 0 };
}

test('a call is made once, and sets the clock', () => {
  // GIVEN
  const time: Clock = { now: -1 };

  // WHEN
  const { value, calls } = play(callOnce(time, 'getUser', {}), () => ({ value: 'AIDA' }));

  // THEN
  expect({ value, calls, time }).toEqual({
    value: 'AIDA',
    calls: [{ name: 'getUser', request: {} }],
    time: { now: 0 },
  });
});

test("a failure names its call, and keeps the error's name", () => {
  // WHEN
  const { error } = play(callOnce(clock(), 'getUser', {}), () => ({ failure: REFUSED }));

  // THEN
  expect(error).toMatchObject({
    name: 'InvalidRequestException',
    message: 'The call getUser failed with InvalidRequestException: No.',
    call: 'getUser',
    failure: REFUSED,
  });
});

test.each([
  ['throttling', THROTTLED],
  ['a lost result', LOST],
])('a call is repeated after %s, with pauses that double up to ten seconds', (_, failure) => {
  // WHEN
  const { value, calls, times } = play(callWithRetries(clock(), 60 * SECOND, 'getUser', {}), (_name, index) =>
    index < 7 ? { failure } : { value: 'AIDA' },
  );

  // THEN
  expect(value).toBe('AIDA');
  expect(times.filter((_time, index) => calls[index].name === 'getUser')).toEqual(
    [0, 1, 3, 7, 15, 25, 35, 45].map((seconds) => seconds * SECOND),
  );
});

test('no pause reaches the deadline: the last failure is thrown before', () => {
  // WHEN
  const { error, times } = play(callWithRetries(clock(), 15 * SECOND, 'getUser', {}), () => ({ failure: THROTTLED }));

  // THEN
  expect(error).toBeInstanceOf(CallFailed);
  expect(Math.max(...times)).toBe(7 * SECOND);
});

test('a definite refusal is thrown at once', () => {
  expect(play(callWithRetries(clock(), 60 * SECOND, 'getUser', {}), () => ({ failure: REFUSED })).calls).toHaveLength(
    1,
  );
});

test('the caller can choose which failures are retryable', () => {
  // WHEN
  const { calls } = play(
    callWithRetries(clock(), 2 * SECOND, 'getUser', {}, ({ code }) => code === REFUSED.code),
    () => ({ failure: REFUSED }),
  );

  // THEN
  expect(calls.map(({ name }) => name)).toEqual(['getUser', 'sleep', 'getUser']);
});

test('a defect of the function is not taken for a failed call', () => {
  // GIVEN
  const routine = callWithRetries(clock(), 60 * SECOND, 'getUser', {});
  routine.next(undefined as never);

  // THEN
  expect(() => routine.throw(new TypeError('a defect'))).toThrow(new TypeError('a defect'));
});

test('a failure with a listed code becomes another value; every other failure is thrown', () => {
  const user = (): Routine<string> => callOnce(clock(), 'getUser', {});

  expect(play(orElseOn(NO_SUCH_ENTITY, user(), undefined), () => ({ failure: MISSING }))).toMatchObject({
    value: undefined,
  });
  expect(play(orElseOn(NO_SUCH_ENTITY, user(), undefined), () => ({ value: 'AIDA' })).value).toBe('AIDA');
  expect(play(orElseOn(NO_SUCH_ENTITY, user(), undefined), () => ({ failure: REFUSED })).error).toBeInstanceOf(
    CallFailed,
  );
});
