import {
  CfnOutput,
  Duration,
  SecretValue,
  Stack,
  aws_iam as iam,
  aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import { AccessKey, KeyRotation, RotatingAccessKey } from 'cdk-iam-access-key';

/** A stack before, while and after it moves from a key that rotates to one of CloudFormation (docs/migration.md). */

export function rotatingKey(this: Stack): void {
  const user = new iam.User(this, 'User');
  const key = new RotatingAccessKey(this, 'Key', { user });
  key.grants.readByUser();
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
}

export function keyOfCloudFormationBeside(this: Stack): void {
  const user = new iam.User(this, 'User');
  // snippet:beside
  const key = new RotatingAccessKey(this, 'Key', {
    user,
    // A rotation would need the place of the other key.
    rotation: KeyRotation.onDemand(),
    // Allows another key. No key is unused for so long before this construct is removed.
    retireUnmanagedKeysAfter: Duration.days(365),
  });
  key.grants.readByUser();
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });

  const accessKey = new AccessKey(this, 'AccessKey', { user });
  const secret = new secretsmanager.Secret(this, 'Secret', {
    secretObjectValue: {
      accessKeyId: SecretValue.unsafePlainText(accessKey.accessKeyId),
      secretAccessKey: accessKey.secretAccessKey,
    },
  });
  secret.grantRead(user);
  new CfnOutput(this, 'PlainSecretArn', { value: secret.secretArn });
  // end-snippet
}

export function keyOfCloudFormationAlone(this: Stack): void {
  const user = new iam.User(this, 'User');
  const accessKey = new AccessKey(this, 'AccessKey', { user });
  const secret = new secretsmanager.Secret(this, 'Secret', {
    secretObjectValue: {
      accessKeyId: SecretValue.unsafePlainText(accessKey.accessKeyId),
      secretAccessKey: accessKey.secretAccessKey,
    },
  });
  secret.grantRead(user);
  new CfnOutput(this, 'PlainSecretArn', { value: secret.secretArn });
}
