// What a C# user sees of AccessKeySecret.
using System;
using System.Collections.Generic;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SecretsManager;
using Cdk.IamAccessKey;
using static ApiCheck.Expect;
using IAM = Amazon.CDK.AWS.IAM;

namespace ApiCheck
{
    public static class AccessKeySecretChecks
    {
        public static readonly (string Name, Action Run)[] All =
        {
            ("AccessKeySecret has the members of a Secret", () => Equal(Members(typeof(AccessKeySecret)), Members(typeof(Secret)))),
            ("AccessKeySecret is a Secret: SecretArn, SecretValueFromJson and GrantRead work", () =>
            {
                Secret secret = SecretOf("SecretMembers");
                var logicalId = Parent.GetLogicalId((CfnElement)secret.Node.DefaultChild!);
                var reference = $"{{\"Ref\":\"{logicalId}\"}}";
                Equal(Rendered(secret.SecretArn), reference);
                Equal(
                    Rendered(secret.SecretValueFromJson("accessKeyId")),
                    "{\"Fn::Join\":[\"\",[\"{{resolve:secretsmanager:\"," + reference + ",\":SecretString:accessKeyId::}}\"]]}");
                var role = new IAM.Role(Parent, "SecretGrantee", new IAM.RoleProps { AssumedBy = new IAM.AccountRootPrincipal() });
                Equal(Actions(secret.GrantRead(role)), "secretsmanager:DescribeSecret, secretsmanager:GetSecretValue");
            }),
            ("AccessKeySecret: Env, Node, Stack, ApplyRemovalPolicy, ToString and With work", () =>
            {
                var secret = SecretOf("InheritedSecret");
                Equal(secret.Env.Account, Parent.Account);
                Equal(secret.Node.Path, "Stack/InheritedSecret");
                Equal(secret.Stack.StackName, Parent.StackName);
                Equal(secret.ToString()!, "Stack/InheritedSecret");
                secret.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
                Equal(((CfnResource)secret.Node.DefaultChild!).CfnOptions.DeletionPolicy.ToString()!, "RETAIN");
                Equal(secret.With().Node.Path, "Stack/InheritedSecret");
            }),
            ("AccessKeySecret: IsConstruct, IsOwnedResource, IsResource, IsSecret and PROPERTY_INJECTION_ID work", () =>
            {
                var secret = SecretOf("StaticsSecret");
                Equal($"{AccessKeySecret.IsConstruct(secret)} {AccessKeySecret.IsOwnedResource(secret)}", "True True");
                Equal($"{AccessKeySecret.IsResource(secret)} {AccessKeySecret.IsSecret(secret)}", "True True");
                Equal($"{AccessKeySecret.IsOwnedResource(Parent)} {AccessKeySecret.IsResource(Parent)}", "False False");
                Equal($"{AccessKeySecret.IsSecret(Parent)}", "False");
                Equal(AccessKeySecret.PROPERTY_INJECTION_ID, "cdk-iam-access-key.AccessKeySecret");
            }),
            ("AccessKeySecret holds the key as one JSON of references, if nothing else is said", () =>
            {
                var key = KeyInOwnStack(new App());
                CheckSecret(key, new AccessKeySecretProps { AccessKey = key }, new Dictionary<string, object>
                {
                    ["DeletionPolicy"] = "Delete",
                    ["Properties"] = new Dictionary<string, object> { ["SecretString"] = Json("userName", "accessKeyId", "secretAccessKey") },
                });
            }),
            ("AccessKeySecret takes the names of its fields", () =>
            {
                var key = KeyInOwnStack(new App());
                CheckSecret(
                    key,
                    new AccessKeySecretProps
                    {
                        AccessKey = key,
                        FieldNames = new AccessKeyFieldNames { AccessKeyId = "id", SecretAccessKey = "secret", UserName = "user" },
                    },
                    new Dictionary<string, object>
                    {
                        ["Properties"] = new Dictionary<string, object> { ["SecretString"] = Json("user", "id", "secret") },
                    });
            }),
            ("AccessKeySecret takes the props of a Secret", () =>
            {
                var key = KeyInOwnStack(new App());
                var encryptionKey = new Key(key.Stack, "EncryptionKey");
                CheckSecret(
                    key,
                    new AccessKeySecretProps
                    {
                        AccessKey = key,
                        SecretName = "mail",
                        Description = "sends mail",
                        EncryptionKey = encryptionKey,
                        ReplicaRegions = new IReplicaRegion[] { new ReplicaRegion { Region = "eu-central-1" } },
                        RemovalPolicy = RemovalPolicy.RETAIN,
                    },
                    new Dictionary<string, object>
                    {
                        ["DeletionPolicy"] = "Retain",
                        ["Properties"] = new Dictionary<string, object>
                        {
                            ["Name"] = "mail",
                            ["Description"] = "sends mail",
                            ["KmsKeyId"] = key.Stack.Resolve(encryptionKey.KeyArn),
                            ["ReplicaRegions"] = new object[] { new Dictionary<string, object> { ["Region"] = "eu-central-1" } },
                        },
                    });
            }),
            // C# or JavaScript throws first; both messages name the prop.
            ("a missing access key is refused by AccessKeySecret", () => Contains(
                ErrorOf(() => new AccessKeySecret(Parent, "NoKey", new AccessKeySecretProps())), "accessKey")),
            ("equal names of fields are refused by AccessKeySecret", () => Contains(
                ErrorOf(() => SecretOf("EqualNames", new AccessKeyFieldNames { UserName = "accessKeyId" })),
                "Stack/EqualNames (AccessKeySecret): the field names are 'accessKeyId', 'accessKeyId', "
                    + "'secretAccessKey'; they must be different, and none of them can be empty. Change "
                    + "'accessKeyId', or omit the field names. [InvalidFieldNames]")),
            ("a key of another stack is refused by AccessKeySecret", () =>
            {
                var app = new App();
                Contains(
                    ErrorOf(() => new AccessKeySecret(new Stack(app, "Other"), "Secret", new AccessKeySecretProps { AccessKey = KeyInOwnStack(app) })),
                    "Other/Secret (AccessKeySecret): access key 'OwnStack/AccessKey' is in stack 'OwnStack'; it must "
                        + "be in the same stack 'Other', because its secret access key must not leave its stack. Create "
                        + "the AccessKeySecret in the stack of its AccessKey, and pass the secret to the other stack. "
                        + "[SecretLeavesStack]");
            }),
        };

        private static AccessKeySecret SecretOf(string id, AccessKeyFieldNames? fields = null) => new AccessKeySecret(Parent, id, new AccessKeySecretProps
        {
            AccessKey = new AccessKey(Parent, $"{id}Key", new AccessKeyProps { User = User(id) }),
            FieldNames = fields,
        });

        /// <summary>The stack is the key's own, as a template needs the whole app.</summary>
        private static AccessKey KeyInOwnStack(App app)
        {
            var ownStack = new Stack(app, "OwnStack");
            return new AccessKey(ownStack, "AccessKey", new AccessKeyProps { User = new IAM.User(ownStack, "User") });
        }

        private static void CheckSecret(AccessKey keyInOwnStack, AccessKeySecretProps props, Dictionary<string, object> resource)
        {
            new AccessKeySecret(keyInOwnStack.Stack, "Secret", props);
            Template.FromStack(keyInOwnStack.Stack).HasResource("AWS::SecretsManager::Secret", resource);
        }

        /// <summary>What the template has in place of the key in its own stack: a JSON of references, in fields of these names.</summary>
        private static Dictionary<string, object> Json(string userName, string accessKeyId, string secretAccessKey)
        {
            var user = new Dictionary<string, object> { ["Ref"] = "User00B015A1" };
            var id = new Dictionary<string, object> { ["Ref"] = "AccessKeyE6B25659" };
            var secret = new Dictionary<string, object> { ["Fn::GetAtt"] = new object[] { "AccessKeyE6B25659", "SecretAccessKey" } };
            var parts = new object[]
            {
                $"{{\"{userName}\":\"", user, $"\",\"{accessKeyId}\":\"", id, $"\",\"{secretAccessKey}\":\"", secret, "\"}",
            };
            return new Dictionary<string, object> { ["Fn::Join"] = new object[] { "", parts } };
        }
    }
}
