import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AlarmsStack } from './alarms';

const ALARMS = Object.values(
  Template.fromStack(new AlarmsStack(new App(), 'Stack')).findResources('AWS::CloudWatch::Alarm'),
).map(({ Properties }) => Properties);

test('every metric of the construct has an alarm', () => {
  expect(ALARMS.map(({ MetricName }) => MetricName).sort()).toEqual([
    'BlockedByUnmanagedKey',
    'KeyAge',
    'ReplacedKeyInUse',
    'RotationFailures',
  ]);
});

test('every alarm has an action', () => {
  expect(ALARMS.every(({ AlarmActions }) => AlarmActions.length === 1)).toBe(true);
});

test('missing data rings for the metric that every scheduled run publishes, and for no other', () => {
  const missing = Object.fromEntries(ALARMS.map(({ MetricName, TreatMissingData }) => [MetricName, TreatMissingData]));

  expect(missing).toEqual({
    KeyAge: 'breaching',
    ReplacedKeyInUse: 'notBreaching',
    BlockedByUnmanagedKey: 'notBreaching',
    RotationFailures: 'notBreaching',
  });
});
