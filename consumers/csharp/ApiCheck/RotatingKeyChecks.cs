// What a C# user sees of every construct that rotates access keys.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.CloudWatch;
using Cdk.IamAccessKey;
using Constructs;
using static ApiCheck.Expect;
using IAM = Amazon.CDK.AWS.IAM;

namespace ApiCheck
{
    /// <summary>What belongs to their class.</summary>
    public sealed record RotatingKeyStatics(
        string PropertyInjectionId, Func<object, bool> IsConstruct, Func<IConstruct, bool> IsResource, Func<IConstruct, bool> IsOwnedResource);

    public static class RotatingKeyChecks
    {
        private const string Reading = "secretsmanager:DescribeSecret, secretsmanager:GetSecretValue";

        public static (string Name, Action Run)[] Of(string type, Func<string, IRotatingKey> newKey, RotatingKeyStatics statics) =>
        new (string Name, Action Run)[]
        {
            ($"{type}: Read, ReadByUser, Rotate and Revoke grant these permissions and no others", () =>
            {
                var grants = newKey($"{type}Grants").Grants;
                var role = new IAM.Role(Parent, $"{type}Grantee", new IAM.RoleProps { AssumedBy = new IAM.AccountRootPrincipal() });
                Equal(Actions(grants.Read(role)), Reading);
                Equal(Actions(grants.ReadByUser()), Reading);
                Equal(Actions(grants.ReadByUser()), Reading);
                Equal(Actions(grants.Rotate(role)), "lambda:InvokeFunction, secretsmanager:RotateSecret");
                Equal(Actions(grants.Revoke(role)), "lambda:InvokeFunction");
            }),
            ($"{type}: the metrics are the key's, by stack name and path, and can be changed", () =>
            {
                var key = newKey($"{type}Metrics");
                var path = $"<stack name>/{type}Metrics";
                var metrics = new[]
                {
                    key.MetricKeyAge(), key.MetricReplacedKeyInUse(), key.MetricRotationFailures(), key.MetricBlockedByUnmanagedKey(),
                };
                Equal(
                    string.Join("; ", metrics.Select(Described)),
                    $"KeyAge, Maximum, {path}; ReplacedKeyInUse, Sum, {path}; RotationFailures, Sum, {path}; BlockedByUnmanagedKey, Sum, {path}");
                Equal(Described(key.MetricKeyAge(new MetricOptions { Statistic = "Minimum" })), $"KeyAge, Minimum, {path}");
            }),
            ($"{type}: Env, Node, Stack, ToString and With work, and ApplyRemovalPolicy reaches the secret", () =>
            {
                var key = newKey($"{type}Inherited");
                var path = $"Stack/{type}Inherited";
                Equal(key.Env.Account, Parent.Account);
                Equal(key.Node.Path, path);
                Equal(key.Stack.StackName, Parent.StackName);
                Equal(key.ToString()!, path);
                Equal(key.With().Node.Path, path);
                key.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
                Equal(((CfnResource)key.Secret.Node.DefaultChild!).CfnOptions.DeletionPolicy.ToString()!, "RETAIN");
            }),
            ($"{type}: IsConstruct, IsResource, IsOwnedResource and PROPERTY_INJECTION_ID work", () =>
            {
                var key = newKey($"{type}Statics");
                Equal($"{statics.IsConstruct(key)} {statics.IsResource(key)} {statics.IsResource(Parent)}", "True True False");
                // The CDK looks for a default child, and none of the resources of a rotating key is more the key than the others.
                Equal($"{statics.IsOwnedResource(key)}", "False");
                Equal(statics.PropertyInjectionId, $"cdk-iam-access-key.{type}");
            }),
        };

        /// <summary>What the function of a rotating key is told. The stack is the key's own, as a template needs the whole app.</summary>
        public static void CheckEnvironment(Action<Stack> addKey, Dictionary<string, object> variables)
        {
            var ownStack = new Stack(new App(), "OwnStack");
            addKey(ownStack);
            Template.FromStack(ownStack).HasResourceProperties("AWS::Lambda::Function", new Dictionary<string, object>
            {
                ["Environment"] = new Dictionary<string, object> { ["Variables"] = variables },
            });
        }

        private static string Described(Metric metric) =>
            $"{metric.MetricName}, {metric.Statistic}, {Regex.Replace((string)metric.Dimensions!["Key"], @"^\$\{Token\[.*]}", "<stack name>")}";
    }
}
