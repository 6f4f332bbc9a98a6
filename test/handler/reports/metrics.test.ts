import { metricLine } from '../../../src/handler/reports/metrics';

const NOW = Date.parse('2026-11-24T12:00:00Z');

test('metrics are one line in the embedded metric format', () => {
  const line = metricLine({ KeyAge: 59.5, RotationFailures: 1 }, 'Stack/Key', NOW);

  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    _aws: {
      Timestamp: NOW,
      CloudWatchMetrics: [
        {
          Namespace: 'CdkIamAccessKey',
          Dimensions: [['Key']],
          Metrics: [
            { Name: 'KeyAge', Unit: 'None' },
            { Name: 'RotationFailures', Unit: 'Count' },
          ],
        },
      ],
    },
    Key: 'Stack/Key',
    KeyAge: 59.5,
    RotationFailures: 1,
  });
});

test('only the metrics with a value are there, all counts but the age', () => {
  const metrics = { RotationFailures: 1, ReplacedKeyInUse: 1, BlockedByUnmanagedKey: 1 };

  const {
    _aws: {
      CloudWatchMetrics: [{ Metrics }],
    },
  } = JSON.parse(metricLine(metrics, 'Stack/Key', NOW));

  expect(Metrics).toEqual(Object.keys(metrics).map((Name) => ({ Name, Unit: 'Count' })));
});
