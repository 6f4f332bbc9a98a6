// The samples of docs/csharp.md that are no part of an example.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.SES;
using Amazon.CDK.Interfaces.SES;
using Cdk.IamAccessKey;
using static ApiCheck.Expect;
using IAM = Amazon.CDK.AWS.IAM;

namespace ApiCheck
{
    public static class Samples
    {
        public static readonly (string Name, Action Run)[] All =
        {
            ("the sample of AccessKeySecret stores all three fields in one secret", () =>
            {
                var secrets = Template.FromStack(new AccessKeySecretStack()).FindResources("AWS::SecretsManager::Secret");
                Equal($"{secrets.Count}", "1");
                foreach (var field in new[] { "userName", "accessKeyId", "secretAccessKey" })
                {
                    Contains(JsonSerializer.Serialize(secrets), field);
                }
            }),
            ("the sample of a mail relay has a second user that can read both secrets", () =>
            {
                var template = Template.FromStack(new MailRelayStack());
                template.ResourceCountIs("AWS::IAM::User", 2);
                template.ResourceCountIs("AWS::SecretsManager::Secret", 2);
                var policies = template.FindResources("AWS::IAM::Policy").Values.Select(policy => JsonSerializer.Serialize(policy));
                Equal($"{policies.Count(policy => policy.Contains("GetSecretValue") && policy.Contains("\"Users\":[{\"Ref\":\"Relay3F9A082A"))}", "2");
            }),
            ("the sample of options rotates every 30 days, with other names of fields", () =>
            {
                var template = Template.FromStack(new OptionsStack());
                template.HasResourceProperties("AWS::SecretsManager::RotationSchedule", new Dictionary<string, object>
                {
                    ["RotationRules"] = new Dictionary<string, object> { ["AutomaticallyAfterDays"] = 30 },
                });
                template.HasResourceProperties("AWS::Lambda::Function", new Dictionary<string, object>
                {
                    ["Environment"] = new Dictionary<string, object>
                    {
                        ["Variables"] = new Dictionary<string, object> { ["FIELD_NAMES"] = Match.SerializedJson(Match.ObjectLike(
                            new Dictionary<string, object> { ["accessKeyId"] = "id" })) },
                    },
                });
            }),
            ("with two using lines, the code for AccessKey of IAM makes one of this package", () =>
                Equal($"{DropIn.NewAccessKey().GetType().Namespace}", "Cdk.IamAccessKey")),
        };

        private sealed class OptionsStack : Stack
        {
            public OptionsStack() : base(new App(), "Stack")
            {
                var user = new IAM.User(this, "User");
                // snippet:options
                new RotatingAccessKey(this, "Key", new RotatingAccessKeyProps
                {
                    User = user,
                    Rotation = KeyRotation.Every(Duration.Days(30), new KeyRotationOptions
                    {
                        Overlap = Duration.Days(7),
                        MaxAge = Duration.Days(45),
                    }),
                    FieldNames = new AccessKeyFieldNames { AccessKeyId = "id", SecretAccessKey = "secret" },
                });
                // end-snippet
            }
        }

        private sealed class AccessKeySecretStack : Stack
        {
            public AccessKeySecretStack() : base(new App(), "Stack")
            {
                // snippet:access-key-secret
                var user = new IAM.User(this, "User");
                var accessKey = new AccessKey(this, "AccessKey", new AccessKeyProps { User = user });
                new AccessKeySecret(this, "Secret", new AccessKeySecretProps { AccessKey = accessKey });
                // end-snippet
            }
        }

        private sealed class MailRelayStack : Stack
        {
            public MailRelayStack() : base(new App(), "Stack")
            {
                var identity = new EmailIdentity(this, "Identity", new EmailIdentityProps { Identity = Identity.Domain("example.com") });
                var smtp = new SesSmtpCredentials(this, "Smtp", new SesSmtpCredentialsProps { Identities = new IEmailIdentityRef[] { identity } });
                // snippet:mail-relay
                var relay = new IAM.User(this, "Relay");
                smtp.Grants.Read(relay);
                var relayKey = new RotatingAccessKey(this, "RelayKey", new RotatingAccessKeyProps { User = relay });
                relayKey.Grants.ReadByUser();
                // end-snippet
            }
        }
    }
}
