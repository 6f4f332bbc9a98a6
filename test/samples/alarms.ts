import {
  Stack,
  aws_cloudwatch as cloudwatch,
  aws_cloudwatch_actions as actions,
  aws_iam as iam,
  aws_sns as sns,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RotatingAccessKey } from 'cdk-iam-access-key';

/** The alarms of docs/operations.md. */
export class AlarmsStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new RotatingAccessKey(this, 'Key', { user: new iam.User(this, 'User') });

    // snippet:alarms
    const operators = new sns.Topic(this, 'Operators');

    // These metrics are published only when an operator must act. No data means that there is nothing to do.
    const findings: Record<string, cloudwatch.Metric> = {
      ReplacedKeyInUse: key.metricReplacedKeyInUse(),
      BlockedByUnmanagedKey: key.metricBlockedByUnmanagedKey(),
      RotationFailures: key.metricRotationFailures(),
    };
    for (const [name, metric] of Object.entries(findings)) {
      metric
        .createAlarm(this, name, {
          threshold: 1,
          evaluationPeriods: 1,
          treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        })
        .addAlarmAction(new actions.SnsAction(operators));
    }

    // Each scheduled run publishes the age. No data means that the function does not run.
    key
      .metricKeyAge()
      .createAlarm(this, 'KeyAge', {
        // The rotation interval of 60 days, and 3 days.
        threshold: 63,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 2,
        treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      })
      .addAlarmAction(new actions.SnsAction(operators));
    // end-snippet
  }
}
