import { CfnOutput, RemovalPolicy, Stack, aws_iam as iam, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import { Deployment } from '../conformance/support/moving-stack';
import { RotatingAccessKey } from 'cdk-iam-access-key';

/** A stack that keeps its key when the construct goes, and one that takes such a key over (docs/migration.md). */

export function keyToRetain(this: Stack): void {
  // snippet:retain
  const user = new iam.User(this, 'User');
  user.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const key = new RotatingAccessKey(this, 'Key', { user, removalPolicy: RemovalPolicy.RETAIN });
  key.grants.readByUser();
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
  // end-snippet
}

export function retainedKey(this: Stack): void {
  // snippet:retained
  const user = new iam.User(this, 'User');
  user.applyRemovalPolicy(RemovalPolicy.RETAIN);
  // end-snippet
}

export function keyTakenOver(secretArn: string): Deployment {
  return function (this: Stack) {
    const user = new iam.User(this, 'User');
    user.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const secret = secretsmanager.Secret.fromSecretCompleteArn(this, 'Secret', secretArn);
    // snippet:take-over
    const key = new RotatingAccessKey(this, 'Key', { user, secret, removalPolicy: RemovalPolicy.RETAIN });
    key.grants.readByUser();
    // end-snippet
    // A rollback then has a policy to delete, each time.
    key.node.findChild('Key').node.addDependency(key.node.findChild('ReadPolicy'));
  };
}

/**
 * The same without the advice of the guide: a rollback then deletes what the deployment created, the policy included.
 */
export function keyTakenOverWithoutRetaining(secretArn: string): Deployment {
  return function (this: Stack) {
    keyTakenOver(secretArn).call(this);
    (this.node.findChild('Key') as RotatingAccessKey).applyRemovalPolicy(RemovalPolicy.DESTROY);
  };
}

/** The same deployment, in which another resource fails once the key is taken over. */
export function keyTakenOverInVain(secretArn: string, existingUser: string): Deployment {
  return function (this: Stack) {
    keyTakenOver(secretArn).call(this);
    new iam.CfnUser(this, 'Failing', { userName: existingUser }).node.addDependency(this.node.findChild('Key'));
  };
}

/** What is deployed while the function of `rotatingKey` (moving-back-to-access-key.ts) is gone. */
export function keyWithoutFunction(this: Stack): void {
  // snippet:keep-orphan
  const user = new iam.User(this, 'User');
  const key = new RotatingAccessKey(this, 'Key', { user });
  key.grants.readByUser();
  const policy = new iam.Policy(this, 'ReadSecret', { users: [user] });
  key.secret.grantRead(policy);
  // Not by the key's removalPolicy: the function would have to respond, and does not exist.
  [user, key.secret, policy].forEach((part) => part.applyRemovalPolicy(RemovalPolicy.RETAIN));
  // end-snippet
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
}

export function orphanTakenOver(userName: string, secretArn: string): Deployment {
  return function (this: Stack) {
    // snippet:orphan
    const key = new RotatingAccessKey(this, 'Key', {
      user: iam.User.fromUserName(this, 'User', userName),
      secret: secretsmanager.Secret.fromSecretCompleteArn(this, 'Secret', secretArn),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    key.grants.readByUser();
    // end-snippet
  };
}
