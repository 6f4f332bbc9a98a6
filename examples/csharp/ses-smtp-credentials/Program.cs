using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SES;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Cdk.IamAccessKey;
using Constructs;

namespace SesSmtpCredentialsExample
{
    public class SesSmtpCredentialsExampleStack : Stack
    {
        public SesSmtpCredentialsExampleStack(Construct scope, string id) : base(scope, id)
        {
            // snippet:ses-smtp-credentials
            // Creates a user that can send from the domain. Its SMTP credentials are stored in a secret and rotated every 60 days.
            var identity = new EmailIdentity(this, "Identity", new EmailIdentityProps { Identity = Identity.Domain("example.com") });
            var smtp = new SesSmtpCredentials(this, "Smtp", new SesSmtpCredentialsProps
            {
                Identities = new[] { identity },
                FromAddress = "noreply@example.com",
                Regions = new[] { "eu-west-1", "eu-central-1" },
            });
            new CfnOutput(this, "SecretArn", new CfnOutputProps { Value = smtp.Secret.SecretArn });
            // end-snippet

            // Notifies the operators if the credentials cannot be rotated.
            var operators = new Topic(this, "Operators");
            operators.AddSubscription(new EmailSubscription("operators@example.com"));
            var alarm = smtp.MetricRotationFailures().CreateAlarm(this, "RotationFailures", new CreateAlarmOptions
            {
                Threshold = 1,
                EvaluationPeriods = 1,
                TreatMissingData = TreatMissingData.NOT_BREACHING,
            });
            alarm.AddAlarmAction(new SnsAction(operators));
        }
    }

    public static class Program
    {
        public static void Main()
        {
            var app = new App();
            new SesSmtpCredentialsExampleStack(app, "SesSmtpCredentialsExample");
            app.Synth();
        }
    }
}
