import { CfnOutput, Duration, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Deployment } from '../conformance/support/moving-stack';
import { RotatingAccessKey } from 'cdk-iam-access-key';

/** A stack while and after it takes over a user who was given a key by hand (docs/migration.md). */

export function rotatingKeyBesideHandMadeKey(userName: string): Deployment {
  return function (this: Stack) {
    // snippet:beside
    const user = iam.User.fromUserName(this, 'User', userName);
    const key = new RotatingAccessKey(this, 'Key', {
      user,
      // Retires the unmanaged key once it has been unused for two weeks.
      retireUnmanagedKeysAfter: Duration.days(14),
    });
    key.grants.readByUser();
    new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
    // end-snippet
  };
}

export function rotatingKeyOfVendor(userName: string): Deployment {
  return function (this: Stack) {
    const user = iam.User.fromUserName(this, 'User', userName);
    const key = new RotatingAccessKey(this, 'Key', { user });
    key.grants.readByUser();
    new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
  };
}
