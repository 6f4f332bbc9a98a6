import { App, CfnOutput, Stack, aws_ses as ses } from 'aws-cdk-lib';
import { SesSmtpCredentials } from 'cdk-iam-access-key';
import { Construct } from 'constructs';

class SesSmtpCredentialsExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // snippet:ses-smtp-credentials
    // Username, password, host and port for a mail client outside AWS, replaced every 60 days; the old ones work for 14 days more.
    const identity = new ses.EmailIdentity(this, 'Identity', { identity: ses.Identity.domain('example.com') });
    const smtp = new SesSmtpCredentials(this, 'Smtp', {
      identities: [identity],
      fromAddress: 'noreply@example.com',
      regions: ['eu-west-1', 'eu-central-1'],
    });
    new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });

    // The alarm tells of old ones that are used past their overlap, as far as IAM counts a login as a use.
    smtp.metricReplacedKeyInUse().createAlarm(this, 'ReplacedKeyInUse', { threshold: 1, evaluationPeriods: 1 });
    // end-snippet
  }
}

const app = new App();
new SesSmtpCredentialsExampleStack(app, 'SesSmtpCredentialsExample');
app.synth();
