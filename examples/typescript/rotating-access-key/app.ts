import { App, CfnOutput, Duration, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { KeyRotation, RotatingAccessKey } from 'cdk-iam-access-key';
import { Construct } from 'constructs';

class RotatingAccessKeyExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // snippet:rotating-access-key
    // Creates a new IAM user. Its key lives in a secret and is replaced every 60 days; the old one works for 14 days more.
    const user = new iam.User(this, 'User');
    const key = new RotatingAccessKey(this, 'Key', { user, rotation: KeyRotation.every(Duration.days(60)) });
    new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });

    // The user reads the next key with the current one. The alarm tells of a consumer that does not.
    key.grants.readByUser();
    key.metricReplacedKeyInUse().createAlarm(this, 'ReplacedKeyInUse', { threshold: 1, evaluationPeriods: 1 });
    // end-snippet
  }
}

const app = new App();
new RotatingAccessKeyExampleStack(app, 'RotatingAccessKeyExample');
app.synth();
