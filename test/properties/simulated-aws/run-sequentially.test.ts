import { fingerprint, keyId, MARKER, newSimulatedAws, runSequentially, THROTTLED } from '.';
import { CallFailed, Metrics, NewKey, Report, Routine } from '../../../src/handler/life-cycle/effects';

/** Creates a key, waits, reads it back and logs it. */
function* makeAndTell(): Routine<string> {
  const made = yield { name: 'createAccessKey', request: {} };
  if (made.failure) {
    throw new CallFailed('createAccessKey', made.failure);
  }
  yield { name: 'sleep', request: { ms: 5000 } };
  const { now } = yield { name: 'listAccessKeys', request: {} };
  yield { name: 'report', request: { level: 'INFO', message: (made.value as NewKey).secretAccessKey } };
  yield { name: 'publishMetrics', request: { RotationFailures: 1 } };
  return `made at ${now}`;
}

test('a run ends with its value, and its sleep moves the clock', () => {
  // WHEN
  const { aws, ended, value, history } = runSequentially(newSimulatedAws({}, 0), makeAndTell(), {
    by: 'run 1',
    callTakes: 10,
  });

  // THEN
  expect({ ended, value }).toEqual({ ended: 'returned', value: 'made at 5020' });
  expect(aws.now).toBe(5020);
  expect(history.map(({ call }) => call.name)).toEqual([
    'createAccessKey',
    'sleep',
    'listAccessKeys',
    'report',
    'publishMetrics',
  ]);
});

test('all output of a run is recorded, and is not in the simulated AWS', () => {
  // GIVEN
  const said: (Report | Metrics)[] = [];
  const observer = {
    report: (report: Report) => said.push(report),
    publishMetrics: (metrics: Metrics) => said.push(metrics),
  };

  // WHEN
  const { aws } = runSequentially(newSimulatedAws(), makeAndTell(), { by: 'run 1', observer });

  // THEN
  expect(said).toEqual([{ level: 'INFO', message: expect.stringContaining(MARKER) }, { RotationFailures: 1 }]);
  expect(fingerprint(aws)).not.toContain('Rotations');
});

test('a run crashes before a call, and what it did stays', () => {
  // WHEN
  const { aws, ended, history } = runSequentially(newSimulatedAws(), makeAndTell(), {
    by: 'run 1',
    before: (_world, { name }) => ({ crash: name === 'listAccessKeys' }),
  });

  // THEN
  expect(ended).toBe('crashed');
  expect(aws.iam.keys.map(({ id }) => id)).toEqual([keyId(0)]);
  expect(history).toHaveLength(2);
});

test('a call is disturbed, and a run that throws is distinguished from one that returns', () => {
  // WHEN
  const { ended, error } = runSequentially(newSimulatedAws(), makeAndTell(), {
    by: 'run 1',
    before: (_world, _call, index) => (index === 0 ? { disturbance: THROTTLED } : undefined),
  });

  // THEN
  expect(ended).toBe('threw');
  expect(error).toMatchObject({
    call: 'createAccessKey',
    failure: { code: 'Throttling', effect: 'none', retryable: true },
  });
});

test('others act before a call', () => {
  // GIVEN
  const other = newSimulatedAws({}, 7);

  // WHEN
  const { value } = runSequentially(newSimulatedAws({}, 0), makeAndTell(), {
    by: 'run 1',
    before: (_world, _call, index) => (index === 2 ? { aws: other } : undefined),
  });

  // THEN
  expect(value).toBe('made at 7');
});

test('a run that never ends is stopped', () => {
  // GIVEN
  function* endless(): Routine<void> {
    while (true) {
      yield { name: 'listAccessKeys', request: {} };
    }
  }

  // THEN
  expect(runSequentially(newSimulatedAws(), endless(), { by: 'run 1' })).toMatchObject({
    ended: 'threw',
    error: new Error('the run run 1 makes more than 10000 calls'),
  });
});
