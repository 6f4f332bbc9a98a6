import {
  App, CfnOutput, Stack,
  aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_ses as ses, aws_sns as sns, aws_sns_subscriptions as subscriptions,
} from 'aws-cdk-lib';
import { SesSmtpCredentials } from 'cdk-iam-access-key';
import { Construct } from 'constructs';

class SesSmtpCredentialsExampleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // snippet:ses-smtp-credentials
    // Creates a user that can send from the domain. Its SMTP credentials are stored in a secret and rotated every 60 days.
    const identity = new ses.EmailIdentity(this, 'Identity', { identity: ses.Identity.domain('example.com') });
    const smtp = new SesSmtpCredentials(this, 'Smtp', {
      identities: [identity],
      fromAddress: 'noreply@example.com',
      regions: ['eu-west-1', 'eu-central-1'],
    });
    new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
    // end-snippet

    // Notifies the operators if the credentials cannot be rotated.
    const operators = new sns.Topic(this, 'Operators');
    operators.addSubscription(new subscriptions.EmailSubscription('operators@example.com'));
    const alarm = smtp.metricRotationFailures().createAlarm(this, 'RotationFailures', {
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(operators));
  }
}

const app = new App();
new SesSmtpCredentialsExampleStack(app, 'SesSmtpCredentialsExample');
app.synth();
