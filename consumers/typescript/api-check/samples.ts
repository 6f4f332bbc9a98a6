import { strict as assert } from 'node:assert';
import { App, Stack, aws_iam as iam, aws_ses as ses } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Checks } from './checks';
import { AccessKey, AccessKeySecret, RotatingAccessKey, SesSmtpCredentials } from 'cdk-iam-access-key';

class AccessKeySecretStack extends Stack {
  constructor() {
    super(new App(), 'Stack');
    // snippet:access-key-secret
    const user = new iam.User(this, 'User');
    const accessKey = new AccessKey(this, 'AccessKey', { user });
    new AccessKeySecret(this, 'Secret', { accessKey });
    // end-snippet
  }
}

class MailRelayStack extends Stack {
  constructor() {
    super(new App(), 'Stack');
    const identity = new ses.EmailIdentity(this, 'Identity', { identity: ses.Identity.domain('example.com') });
    const smtp = new SesSmtpCredentials(this, 'Smtp', { identities: [identity] });
    // snippet:mail-relay
    const relay = new iam.User(this, 'Relay');
    smtp.grants.read(relay);
    new RotatingAccessKey(this, 'RelayKey', { user: relay }).grants.readByUser();
    // end-snippet
  }
}

/** The samples of README.md that are no part of an example. */
export const sampleChecks: Checks = [
  [
    'the sample of AccessKeySecret stores all three fields in one secret',
    () => {
      const secrets = JSON.stringify(
        Template.fromStack(new AccessKeySecretStack()).findResources('AWS::SecretsManager::Secret'),
      );
      ['userName', 'accessKeyId', 'secretAccessKey'].forEach((field) => assert.ok(secrets.includes(field)));
      assert.equal(secrets.match(/AWS::SecretsManager::Secret/g)?.length, 1);
    },
  ],
  [
    'the sample of a mail relay has a second user that can read both secrets',
    () => {
      const template = Template.fromStack(new MailRelayStack());
      template.resourceCountIs('AWS::IAM::User', 2);
      template.resourceCountIs('AWS::SecretsManager::Secret', 2);
      const policies = Object.values(template.findResources('AWS::IAM::Policy')).map((policy) =>
        JSON.stringify(policy),
      );
      assert.equal(
        policies.filter(
          (policy) => policy.includes('GetSecretValue') && policy.includes('"Users":[{"Ref":"Relay3F9A082A'),
        ).length,
        2,
      );
    },
  ],
];
