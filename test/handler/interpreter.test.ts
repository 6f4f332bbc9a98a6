import { runEffects, EffectHandlers } from '../../src/handler/interpreter';
import { EffectResult, Effect, Routine } from '../../src/handler/life-cycle/effects';

const NOW = 1_000;

/** Yields each effect, and returns the results. */
function* asking(...calls: Effect[]): Routine<EffectResult[]> {
  const results: EffectResult[] = [];
  for (const call of calls) {
    results.push(yield call);
  }
  return results;
}

const by = {
  perform: jest.fn<Promise<EffectResult>, Parameters<EffectHandlers['perform']>>(),
  sleep: jest.fn<Promise<void>, [number, AbortSignal]>(),
  report: jest.fn(),
  publishMetrics: jest.fn(),
  clock: () => NOW,
};

const never = new Promise<never>(() => undefined);
let abortion: AbortController;

beforeEach(() => {
  jest.resetAllMocks();
  by.perform.mockImplementation(async ({ name }) => ({ now: NOW, value: name }));
  abortion = new AbortController();
});

test('each effect is performed in turn, and the run is resumed with its result', async () => {
  const results = await runEffects(
    asking({ name: 'getUser', request: {} }, { name: 'describeSecret', request: {} }),
    by,
    abortion.signal,
  );

  expect(results).toEqual([
    { now: NOW, value: 'getUser' },
    { now: NOW, value: 'describeSecret' },
  ]);
  expect(by.perform.mock.calls).toEqual([
    [{ name: 'getUser', request: {} }, abortion.signal],
    [{ name: 'describeSecret', request: {} }, abortion.signal],
  ]);
});

test('a run without a call ends with its result', async () => {
  expect(await runEffects(asking(), by, abortion.signal)).toEqual([]);
});

test('sleeps, reports and metrics are no calls to AWS', async () => {
  const results = await runEffects(
    asking(
      { name: 'sleep', request: { ms: 5 } },
      { name: 'report', request: { level: 'INFO', message: 'why' } },
      { name: 'publishMetrics', request: { RotationFailures: 1 } },
    ),
    by,
    abortion.signal,
  );

  expect(results).toEqual([{ now: NOW }, { now: NOW }, { now: NOW }]);
  expect(by.sleep).toHaveBeenCalledWith(5, abortion.signal);
  expect(by.report).toHaveBeenCalledWith({ level: 'INFO', message: 'why' });
  expect(by.publishMetrics).toHaveBeenCalledWith({ RotationFailures: 1 });
  expect(by.perform).not.toHaveBeenCalled();
});

test('a defect of the run is not hidden', async () => {
  function* defective(): Routine<void> {
    yield { name: 'getUser', request: {} };
    throw new TypeError('a defect');
  }

  await expect(runEffects(defective(), by, abortion.signal)).rejects.toThrow('a defect');
});

describe('once the run is aborted', () => {
  const TWO_CALLS = [
    { name: 'createAccessKey', request: {} },
    { name: 'describeSecret', request: {} },
  ] as const;

  test('no call is made if it is aborted before the first one', async () => {
    abortion.abort(new Error('time is up'));

    await expect(runEffects(asking(...TWO_CALLS), by, abortion.signal)).rejects.toThrow('time is up');
    expect(by.perform).not.toHaveBeenCalled();
  });

  test.each([
    ['call', 'perform', { name: 'createAccessKey', request: {} }],
    ['sleep', 'sleep', { name: 'sleep', request: { ms: 5 } }],
  ] as const)('a %s that is under way is not waited for', async (_, method, call) => {
    // GIVEN
    by[method].mockReturnValue(never);
    const driven = runEffects(asking(call, ...TWO_CALLS), by, abortion.signal);

    // WHEN
    abortion.abort(new Error('time is up'));

    // THEN
    await expect(driven).rejects.toThrow('time is up');
  });

  test('a result that comes later does not resume the run', async () => {
    // GIVEN
    let answerLate!: (result: EffectResult) => void;
    by.perform.mockReturnValueOnce(
      new Promise((resolve) => {
        answerLate = resolve;
      }),
    );
    const routine = asking(...TWO_CALLS);
    const resumed = jest.spyOn(routine, 'next');
    const driven = runEffects(routine, by, abortion.signal);

    // WHEN
    abortion.abort(new Error('time is up'));
    answerLate({ now: NOW });

    // THEN
    await expect(driven).rejects.toThrow('time is up');
    expect(resumed).toHaveBeenCalledTimes(1);
    expect(by.perform).toHaveBeenCalledTimes(1);
  });

  test('a call that is still in progress may fail without an effect', async () => {
    // GIVEN
    let failLate!: (error: Error) => void;
    by.sleep.mockReturnValue(
      new Promise((_, reject) => {
        failLate = reject;
      }),
    );
    const driven = runEffects(asking({ name: 'sleep', request: { ms: 5 } }), by, abortion.signal);

    // WHEN
    abortion.abort(new Error('time is up'));
    failLate(new Error('aborted'));

    // THEN
    await expect(driven).rejects.toThrow('time is up');
  });

  test('a run that has ended does not throw', async () => {
    await runEffects(asking(), by, abortion.signal);

    abortion.abort(new Error('time is up'));
  });
});
