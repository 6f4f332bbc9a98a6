import {
  App, CfnOutput, Duration, Stack,
  aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_iam as iam, aws_sns as sns, aws_sns_subscriptions as subscriptions,
} from 'aws-cdk-lib';
import { KeyRotation, RotatingAccessKey } from 'cdk-iam-access-key';
import { Construct } from 'constructs';

class RotatingAccessKeyExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // snippet:rotating-access-key
    // Creates a new IAM user. Its access key is stored in a secret and rotated every 60 days, with an overlap of 14 days.
    const user = new iam.User(this, 'User');
    const key = new RotatingAccessKey(this, 'Key', { user, rotation: KeyRotation.every(Duration.days(60)) });
    new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });

    // The user can read the secret with its current access key.
    key.grants.readByUser();
    // end-snippet

    // snippet:alarm
    // Notifies the operators of a client that does not read the secret often enough.
    const operators = new sns.Topic(this, 'Operators');
    operators.addSubscription(new subscriptions.EmailSubscription('operators@example.com'));
    const alarm = key.metricReplacedKeyInUse().createAlarm(this, 'ReplacedKeyInUse', {
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(operators));
    // end-snippet
  }
}

const app = new App();
new RotatingAccessKeyExampleStack(app, 'RotatingAccessKeyExample');
app.synth();
