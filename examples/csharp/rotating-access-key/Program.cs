using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Cdk.IamAccessKey;
using Constructs;
// Both packages have an AccessKey: an alias keeps their names apart.
using IAM = Amazon.CDK.AWS.IAM;

namespace RotatingAccessKeyExample
{
    public class RotatingAccessKeyExampleStack : Stack
    {
        public RotatingAccessKeyExampleStack(Construct scope, string id) : base(scope, id)
        {
            // snippet:rotating-access-key
            // Creates a new IAM user. Its access key is stored in a secret and rotated every 60 days, with an overlap of 14 days.
            var user = new IAM.User(this, "User");
            var key = new RotatingAccessKey(this, "Key", new RotatingAccessKeyProps
            {
                User = user,
                Rotation = KeyRotation.Every(Duration.Days(60)),
            });
            new CfnOutput(this, "SecretArn", new CfnOutputProps { Value = key.Secret.SecretArn });

            // The user can read the secret with its current access key.
            key.Grants.ReadByUser();
            // end-snippet

            // snippet:alarm
            // Notifies the operators of a client that does not read the secret often enough.
            var operators = new Topic(this, "Operators");
            operators.AddSubscription(new EmailSubscription("operators@example.com"));
            var alarm = key.MetricReplacedKeyInUse().CreateAlarm(this, "ReplacedKeyInUse", new CreateAlarmOptions
            {
                Threshold = 1,
                EvaluationPeriods = 1,
                TreatMissingData = TreatMissingData.NOT_BREACHING,
            });
            alarm.AddAlarmAction(new SnsAction(operators));
            // end-snippet
        }
    }

    public static class Program
    {
        public static void Main()
        {
            var app = new App();
            new RotatingAccessKeyExampleStack(app, "RotatingAccessKeyExample");
            app.Synth();
        }
    }
}
