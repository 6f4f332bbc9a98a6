using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.SES;
using Cdk.IamAccessKey;
using Constructs;

namespace SesSmtpCredentialsExample
{
    public class SesSmtpCredentialsExampleStack : Stack
    {
        public SesSmtpCredentialsExampleStack(Construct scope, string id) : base(scope, id)
        {
            // snippet:ses-smtp-credentials
            // Username, password, host and port for a mail client outside AWS, replaced every 60 days; the old ones work for 14 days more.
            var identity = new EmailIdentity(this, "Identity", new EmailIdentityProps { Identity = Identity.Domain("example.com") });
            var smtp = new SesSmtpCredentials(this, "Smtp", new SesSmtpCredentialsProps
            {
                Identities = new[] { identity },
                FromAddress = "noreply@example.com",
                Regions = new[] { "eu-west-1", "eu-central-1" },
            });
            new CfnOutput(this, "SecretArn", new CfnOutputProps { Value = smtp.Secret.SecretArn });

            // The alarm tells of old ones that are used past their overlap, as far as IAM counts a login as a use.
            smtp.MetricReplacedKeyInUse().CreateAlarm(this, "ReplacedKeyInUse", new CreateAlarmOptions { Threshold = 1, EvaluationPeriods = 1 });
            // end-snippet
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
