// What a C# user sees of AccessKey.
using System;
using Amazon.CDK;
using Cdk.IamAccessKey;
using static ApiCheck.Expect;
using IAM = Amazon.CDK.AWS.IAM;

namespace ApiCheck
{
    public static class AccessKeyChecks
    {
        public static readonly (string Name, Action Run)[] All =
        {
            ("AccessKey and AccessKeyProps have the members of Amazon.CDK.AWS.IAM", () =>
            {
                Equal(Members(typeof(AccessKey)), Members(typeof(IAM.AccessKey)));
                Equal(Members(typeof(AccessKeyProps)), Members(typeof(IAM.AccessKeyProps)));
            }),
            ("new AccessKey takes a serial and a status, and an imported user and a CfnUser", () =>
            {
                IAM.IAccessKey key = new AccessKey(Parent, "AllProps", new AccessKeyProps
                {
                    User = User("AllProps"),
                    Serial = 1,
                    Status = IAM.AccessKeyStatus.INACTIVE,
                });
                Equal(Token.IsUnresolved(key.AccessKeyId).ToString(), "True");
                new AccessKey(Parent, "OfImportedUser", new AccessKeyProps { User = IAM.User.FromUserName(Parent, "Imported", "bob") });
                new AccessKey(Parent, "OfCfnUser", new AccessKeyProps { User = new IAM.CfnUser(Parent, "CfnUser") });
            }),
            ("AccessKeyId, SecretAccessKey and AccessKeyRef are the resource's", () =>
            {
                var key = Key("Members");
                var logicalId = Parent.GetLogicalId((CfnElement)key.Node.DefaultChild!);
                var id = $"{{\"Ref\":\"{logicalId}\"}}";
                var secret = $"{{\"Fn::GetAtt\":[\"{logicalId}\",\"SecretAccessKey\"]}}";
                Equal(Rendered(key.AccessKeyId), id);
                Equal(Rendered(key.AccessKeyRef.AccessKeyId), id);
                Equal(Rendered(key.SecretAccessKey), secret);
            }),
            ("Env, Node, Stack, ApplyRemovalPolicy, ToString and With work", () =>
            {
                var key = Key("Inherited");
                Equal(key.Env.Account, Parent.Account);
                Equal(key.Node.Path, "Stack/Inherited");
                Equal(key.Stack.StackName, Parent.StackName);
                Equal(key.ToString()!, "Stack/Inherited");
                key.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
                Equal(((CfnResource)key.Node.DefaultChild!).CfnOptions.DeletionPolicy.ToString()!, "RETAIN");
                Equal(key.With().Node.Path, "Stack/Inherited");
            }),
            ("IsConstruct, IsOwnedResource, IsResource and PROPERTY_INJECTION_ID work", () =>
            {
                var key = Key("Statics");
                Equal($"{AccessKey.IsConstruct(key)} {AccessKey.IsOwnedResource(key)} {AccessKey.IsResource(key)}", "True True True");
                Equal($"{AccessKey.IsOwnedResource(Parent)} {AccessKey.IsResource(Parent)}", "False False");
                Equal(AccessKey.PROPERTY_INJECTION_ID, "cdk-iam-access-key.AccessKey");
            }),
            // C# or JavaScript throws first; both messages name the prop.
            ("a missing user is refused", () => Contains(ErrorOf(() => new AccessKey(Parent, "NoUser", new AccessKeyProps())), "user")),
            ("serial 1.5 is refused", () => RefusesSerial(1.5, "1.5")),
            ("serial -1 is refused", () => RefusesSerial(-1, "-1")),
        };

        private static void RefusesSerial(double serial, string text)
        {
            var error = ErrorOf(() => new AccessKey(Parent, $"Serial{text}", new AccessKeyProps { User = User($"Serial{text}"), Serial = serial }));
            Contains(
                error,
                $"Stack/Serial{text} (AccessKey): serial is {text}; it must be a whole number of zero or more. "
                    + "Start with 1 and add 1 for each replacement, or omit serial. [InvalidSerial]");
        }

        private static AccessKey Key(string id) => new AccessKey(Parent, id, new AccessKeyProps { User = User(id) });
    }
}
