import { CfnOutput, Duration, Stack, aws_iam as iam, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import { KeyRotation, RotatingAccessKey } from 'cdk-iam-access-key';

/** A stack before, while and after it moves from a key of CloudFormation to one that rotates (docs/migration.md). */

export function keyOfCloudFormation(this: Stack): void {
  // snippet:before
  const user = new iam.User(this, 'User');
  const accessKey = new iam.AccessKey(this, 'AccessKey', { user });
  const secret = new secretsmanager.Secret(this, 'Secret', { secretStringValue: accessKey.secretAccessKey });
  secret.grantRead(user);
  // end-snippet
}

export function rotatingKeyBeside(this: Stack): void {
  const user = new iam.User(this, 'User');
  const accessKey = new iam.AccessKey(this, 'AccessKey', { user });
  const secret = new secretsmanager.Secret(this, 'Secret', { secretStringValue: accessKey.secretAccessKey });
  secret.grantRead(user);

  // snippet:beside
  const key = new RotatingAccessKey(this, 'Key', {
    user,
    rotation: KeyRotation.every(Duration.days(60)),
    // Retires the previous key once it has been unused for two weeks.
    retireUnmanagedKeysAfter: Duration.days(14),
  });
  key.grants.readByUser();
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
  // end-snippet
}

export function rotatingKeyAlone(this: Stack): void {
  // snippet:after
  const user = new iam.User(this, 'User');
  const key = new RotatingAccessKey(this, 'Key', { user, rotation: KeyRotation.every(Duration.days(60)) });
  key.grants.readByUser();
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
  // end-snippet
}
