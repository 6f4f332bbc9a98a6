import {
  Aspects,
  CfnOutput,
  CfnResource,
  Duration,
  Names,
  RemovalPolicy,
  Stack,
  aws_iam as iam,
  aws_secretsmanager as secretsmanager,
  aws_ses as ses,
} from 'aws-cdk-lib';
import { Construct, RootConstruct } from 'constructs';
import { Deployment } from '../conformance/support/moving-stack';
import { RotatingAccessKey, SesSmtpCredentials } from 'cdk-iam-access-key';

/** Stacks whose key or credentials are renamed and moved into another scope (docs/migration.md). */

// snippet:helper
/** Gives the resources of a construct the logical IDs that they had at its former path below the stack. */
function keepLogicalIds(construct: Construct, formerPath: string): void {
  Aspects.of(construct).add({
    visit(child) {
      if (CfnResource.isCfnResource(child)) {
        child.overrideLogicalId(logicalIdAt(formerPath + child.node.path.slice(construct.node.path.length)));
      }
    },
  });
}

/** The logical ID that the CDK generates for a path below a stack. */
function logicalIdAt(path: string): string {
  const root: Construct = new RootConstruct();
  return Names.nodeUniqueId(path.split('/').reduce((scope, id) => new Construct(scope, id), root).node);
}
// end-snippet

export function formerKey(this: Stack): void {
  // snippet:key-before
  const user = new iam.User(this, 'User');
  const key = new RotatingAccessKey(this, 'Key', { user });
  key.grants.readByUser();
  // end-snippet
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
}

export function renamedKey(this: Stack): void {
  // snippet:key
  const vendor = new Construct(this, 'Vendor');
  const user = new iam.User(vendor, 'Account');
  keepLogicalIds(user, 'User');
  const key = new RotatingAccessKey(vendor, 'AccessKey', { user });
  keepLogicalIds(key, 'Key');
  key.grants.readByUser();
  // end-snippet
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
}

export function keyToRetainWithUser(this: Stack): void {
  const user = new iam.User(this, 'User');
  user.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const key = new RotatingAccessKey(this, 'Key', { user, removalPolicy: RemovalPolicy.RETAIN });
  key.grants.readByUser();
  new CfnOutput(this, 'SecretArn', { value: key.secret.secretArn });
}

/** What is left of a stack while its key has left it. */
export function noKey(this: Stack): void {
  identityIn(this);
}

export function renamedKeyTakenOver(userName: string, secretArn: string): Deployment {
  return function (this: Stack) {
    identityIn(this);
    // snippet:key-taken-over
    const vendor = new Construct(this, 'Vendor');
    const key = new RotatingAccessKey(vendor, 'AccessKey', {
      user: iam.User.fromUserName(vendor, 'Account', userName),
      secret: secretsmanager.Secret.fromSecretCompleteArn(vendor, 'Secret', secretArn),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    key.grants.readByUser();
    // end-snippet
  };
}

/** A key in a secret that was given, under some name. */
export function keyInGivenSecret(id: string): Deployment {
  return function (this: Stack) {
    const user = new iam.User(this, 'User');
    const secret = new secretsmanager.Secret(this, 'Secret');
    (secret.node.defaultChild as CfnResource).addPropertyDeletionOverride('GenerateSecretString');
    new RotatingAccessKey(this, id, { user, secret }).grants.readByUser();
  };
}

/** A key that was renamed without a thought. */
export function keyReplaced(this: Stack): void {
  const user = new iam.User(this, 'User');
  new RotatingAccessKey(this, 'AccessKey', { user }).grants.readByUser();
}

/** The same, where unmanaged keys of the user are retired. */
export function keyReplacedWithRetirement(this: Stack): void {
  const user = new iam.User(this, 'User');
  const retireUnmanagedKeysAfter = Duration.days(14);
  new RotatingAccessKey(this, 'AccessKey', { user, retireUnmanagedKeysAfter }).grants.readByUser();
}

/** The same, and its user with it. */
export function keyReplacedWithUser(this: Stack): void {
  const vendor = new Construct(this, 'Vendor');
  new RotatingAccessKey(vendor, 'AccessKey', { user: new iam.User(vendor, 'Account') }).grants.readByUser();
}

function identityIn(stack: Stack): ses.EmailIdentity {
  return new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('example.com') });
}

export function formerCredentials(this: Stack): void {
  const identity = identityIn(this);
  const smtp = new SesSmtpCredentials(this, 'Smtp', { identities: [identity] });
  new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
}

export function renamedCredentials(this: Stack): void {
  const identity = identityIn(this);
  // snippet:smtp
  const mail = new Construct(this, 'Mail');
  const smtp = new SesSmtpCredentials(mail, 'Credentials', { identities: [identity] });
  keepLogicalIds(smtp, 'Smtp');
  // end-snippet
  new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
}

export function credentialsToRetain(this: Stack): void {
  const identity = identityIn(this);
  // snippet:smtp-retained
  const smtp = new SesSmtpCredentials(this, 'Smtp', { identities: [identity], removalPolicy: RemovalPolicy.RETAIN });
  // end-snippet
  new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
}

export function renamedCredentialsTakenOver(userName: string, secretArn: string): Deployment {
  return function (this: Stack) {
    identityIn(this);
    // snippet:smtp-taken-over
    const mail = new Construct(this, 'Mail');
    const smtp = new SesSmtpCredentials(mail, 'Credentials', {
      user: iam.User.fromUserName(mail, 'Sender', userName),
      secret: secretsmanager.Secret.fromSecretCompleteArn(mail, 'Secret', secretArn),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // end-snippet
    new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
  };
}

/** Credentials that were renamed without a thought. */
export function credentialsReplaced(this: Stack): void {
  new SesSmtpCredentials(this, 'Credentials', { identities: [identityIn(this)] });
}
