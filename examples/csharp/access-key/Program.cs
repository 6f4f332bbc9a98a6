using Amazon.CDK;
using Amazon.CDK.AWS.SecretsManager;
using Cdk.IamAccessKey;
using Constructs;
// Both packages have an AccessKey: an alias keeps their names apart.
using IAM = Amazon.CDK.AWS.IAM;

namespace AccessKeyExample
{
    public class AccessKeyExampleStack : Stack
    {
        public AccessKeyExampleStack(Construct scope, string id) : base(scope, id)
        {
            // snippet:access-key
            // Creates a new IAM user, access and secret keys, and stores the secret access key in a Secret.
            var user = new IAM.User(this, "User");
            var accessKey = new AccessKey(this, "AccessKey", new AccessKeyProps { User = user });
            new Secret(this, "Secret", new SecretProps
            {
                SecretStringValue = accessKey.SecretAccessKey,
            });
            new CfnOutput(this, "AccessKeyId", new CfnOutputProps { Value = accessKey.AccessKeyId });
            // end-snippet
        }
    }

    public static class Program
    {
        public static void Main()
        {
            var app = new App();
            new AccessKeyExampleStack(app, "AccessKeyExample");
            app.Synth();
        }
    }
}
