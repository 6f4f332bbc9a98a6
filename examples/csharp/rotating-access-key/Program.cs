using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Cdk.IamAccessKey;
using Constructs;
// Both packages have an AccessKey, so one of them goes by a short name.
using IAM = Amazon.CDK.AWS.IAM;

namespace RotatingAccessKeyExample
{
    public class RotatingAccessKeyExampleStack : Stack
    {
        public RotatingAccessKeyExampleStack(Construct scope, string id) : base(scope, id)
        {
            // snippet:rotating-access-key
            // Creates a new IAM user. Its key lives in a secret and is replaced every 60 days; the old one works for 14 days more.
            var user = new IAM.User(this, "User");
            var key = new RotatingAccessKey(this, "Key", new RotatingAccessKeyProps
            {
                User = user,
                Rotation = KeyRotation.Every(Duration.Days(60)),
            });
            new CfnOutput(this, "SecretArn", new CfnOutputProps { Value = key.Secret.SecretArn });

            // The user reads the next key with the current one. The alarm tells of a consumer that does not.
            key.Grants.ReadByUser();
            key.MetricReplacedKeyInUse().CreateAlarm(this, "ReplacedKeyInUse", new CreateAlarmOptions { Threshold = 1, EvaluationPeriods = 1 });
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
