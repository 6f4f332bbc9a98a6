import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CfnOutput, Duration, Stack, aws_iam as iam, aws_ses as ses } from 'aws-cdk-lib';
import { inPeer, PEPPERIZE } from '../../bench/peers';
import { REPOSITORY } from '../../consumers/dist';
import { SesSmtpCredentials } from 'cdk-iam-access-key';

/**
 * A stack before, while and after it moves from @pepperize/cdk-ses-smtp-credentials to SesSmtpCredentials
 * (docs/migration.md).
 */

/** Their package, once it is installed. */
const theirs = () => createRequire(join(REPOSITORY, 'package.json'))(`./${inPeer(PEPPERIZE.name)}`);

function identityIn(stack: Stack): ses.EmailIdentity {
  return new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('example.com') });
}

export function theirCredentials(this: Stack): void {
  const pepperize = theirs();
  identityIn(this);
  new pepperize.SesSmtpCredentials(this, 'SmtpCredentials', {});
}

export function ourCredentialsBeside(this: Stack): void {
  const pepperize = theirs();
  const identity = identityIn(this);
  // snippet:beside
  new pepperize.SesSmtpCredentials(this, 'SmtpCredentials', {});

  // With a user of its own, which can send from this identity.
  const smtp = new SesSmtpCredentials(this, 'Smtp', { identities: [identity] });
  new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
  // end-snippet
}

export function ourCredentials(this: Stack): void {
  const identity = identityIn(this);
  const smtp = new SesSmtpCredentials(this, 'Smtp', { identities: [identity] });
  new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
}

export function theirCredentialsOfUser(this: Stack): void {
  const pepperize = theirs();
  identityIn(this);
  const user = new iam.User(this, 'User');
  new pepperize.SesSmtpCredentials(this, 'SmtpCredentials', { user });
}

export function ourCredentialsOfUserBeside(this: Stack): void {
  const pepperize = theirs();
  const identity = identityIn(this);
  const user = new iam.User(this, 'User');
  // snippet:same-user
  new pepperize.SesSmtpCredentials(this, 'SmtpCredentials', { user });

  const smtp = new SesSmtpCredentials(this, 'Smtp', { user, retireUnmanagedKeysAfter: Duration.days(14) });
  // Their construct grants this permission, and removes it when it is removed.
  identity.grant(user, 'ses:SendRawEmail');
  new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
  // end-snippet
}

export function ourCredentialsOfUser(this: Stack): void {
  const identity = identityIn(this);
  const user = new iam.User(this, 'User');
  const smtp = new SesSmtpCredentials(this, 'Smtp', { user });
  identity.grant(user, 'ses:SendRawEmail');
  new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
}
