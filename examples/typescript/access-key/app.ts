import { App, CfnOutput, Stack, aws_iam as iam, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import { AccessKey } from 'cdk-iam-access-key';
import { Construct } from 'constructs';

class AccessKeyExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // snippet:access-key
    // Creates a new IAM user, access and secret keys, and stores the secret access key in a Secret.
    const user = new iam.User(this, 'User');
    const accessKey = new AccessKey(this, 'AccessKey', { user });
    new secretsmanager.Secret(this, 'Secret', {
      secretStringValue: accessKey.secretAccessKey,
    });
    new CfnOutput(this, 'AccessKeyId', { value: accessKey.accessKeyId });
    // end-snippet
  }
}

const app = new App();
new AccessKeyExampleStack(app, 'AccessKeyExample');
app.synth();
