// What a C# user sees of SesSmtpCredentials.
using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SecretsManager;
using Amazon.CDK.AWS.SES;
using Amazon.CDK.Interfaces.SES;
using Cdk.IamAccessKey;
using static ApiCheck.Expect;
using IAM = Amazon.CDK.AWS.IAM;

namespace ApiCheck
{
    public static class SesSmtpCredentialsChecks
    {
        private static readonly IEmailIdentityRef[] Identities = IdentitiesOf(Parent);

        public static readonly (string Name, Action Run)[] All = RotatingKeyChecks.Of("SesSmtpCredentials", NewKey, new RotatingKeyStatics(
            SesSmtpCredentials.PROPERTY_INJECTION_ID,
            SesSmtpCredentials.IsConstruct, SesSmtpCredentials.IsResource, SesSmtpCredentials.IsOwnedResource
        )).Concat(new (string Name, Action Run)[]
        {
            ("identities are enough for SesSmtpCredentials: a new one, an imported one and a CfnEmailIdentity fit", () =>
            {
                var smtp = Smtp("OfIdentities", new SesSmtpCredentialsProps
                {
                    Identities = new IEmailIdentityRef[]
                    {
                        Identities[0],
                        EmailIdentity.FromEmailIdentityName(Parent, "ImportedIdentity", "example.org"),
                        new CfnEmailIdentity(Parent, "CfnIdentity", new CfnEmailIdentityProps { EmailIdentity = "example.net" }),
                    },
                });
                Contains(smtp.User.Node.Path, "Stack/OfIdentities/");
            }),
            ("a user who is given fits instead of identities", () =>
            {
                var user = new IAM.User(Parent, "Sender");
                Equal(Rendered(Smtp("OfSender", new SesSmtpCredentialsProps { User = user }).User.UserRef.UserName), Rendered(user.UserName));
            }),
            ("the endpoint is port 587 of the stack's region, and the fields keep their names, if nothing else is said", () =>
            {
                var region = new Dictionary<string, object> { ["Ref"] = "AWS::Region" };
                var urlSuffix = new Dictionary<string, object> { ["Ref"] = "AWS::URLSuffix" };
                var parts = new object[]
                {
                    "{\"port\":587,\"endpoints\":[{\"region\":\"", region, "\",\"host\":\"email-smtp.", region, ".", urlSuffix, "\"}]}",
                };
                RotatingKeyChecks.CheckEnvironment(
                    ownStack => new SesSmtpCredentials(ownStack, "Smtp", new SesSmtpCredentialsProps { Identities = IdentitiesOf(ownStack) }),
                    new Dictionary<string, object>
                    {
                        ["SES_SMTP"] = new Dictionary<string, object> { ["Fn::Join"] = new object[] { "", parts } },
                        ["FIELD_NAMES"] = "{}",
                    });
            }),
            ("SesSmtpCredentials takes the props of sender and endpoints, and the names of its fields", () => RotatingKeyChecks.CheckEnvironment(
                ownStack => new SesSmtpCredentials(ownStack, "Smtp", new SesSmtpCredentialsProps
                {
                    Identities = IdentitiesOf(ownStack),
                    ConfigurationSets = new[] { new ConfigurationSet(ownStack, "ConfigurationSet") },
                    FromAddress = "noreply@example.com",
                    Regions = new[] { "us-east-1", "us-west-2" },
                    Port = 465,
                    Fips = true,
                    DualStack = true,
                    FieldNames = new SesSmtpFieldNames
                    {
                        Endpoints = "all", Host = "server", Password = "pass", Port = "number", Region = "place", Username = "login",
                    },
                }),
                new Dictionary<string, object>
                {
                    ["SES_SMTP"] = """{"port":465,"endpoints":[{"region":"us-east-1","host":"email-smtp-fips.us-east-1.api.aws"},"""
                        + """{"region":"us-west-2","host":"email-smtp-fips.us-west-2.api.aws"}]}""",
                    ["FIELD_NAMES"] = """{"endpoints":"all","host":"server","password":"pass","port":"number","region":"place","username":"login"}""",
                })),
            ("SesSmtpCredentials takes the props of every rotating key", () =>
            {
                Smtp("NewSmtpSecret", new SesSmtpCredentialsProps
                {
                    Identities = Identities,
                    Rotation = KeyRotation.OnDemand(),
                    RetireUnmanagedKeysAfter = Duration.Days(30),
                    EncryptionKey = new Key(Parent, "SmtpEncryptionKey"),
                    ReplicaRegions = new IReplicaRegion[] { new ReplicaRegion { Region = "eu-central-1" } },
                    RemovalPolicy = RemovalPolicy.DESTROY,
                });
                var secret = new Secret(Parent, "GivenSmtpSecret");
                var smtp = Smtp("OfGivenSmtpSecret", new SesSmtpCredentialsProps { Identities = Identities, Secret = secret });
                Equal(smtp.Secret.Node.DefaultChild.Node.Path, secret.Node.DefaultChild.Node.Path);
            }),
            ("IsSesSmtpCredentials tells them from a RotatingAccessKey", () =>
            {
                var smtp = Smtp("Smtp", new SesSmtpCredentialsProps { Identities = Identities });
                var key = new RotatingAccessKey(Parent, "NotSmtp", new RotatingAccessKeyProps { User = User("NotSmtp") });
                Equal($"{SesSmtpCredentials.IsSesSmtpCredentials(smtp)} {SesSmtpCredentials.IsSesSmtpCredentials(key)}", "True False");
                Equal($"{RotatingAccessKey.IsRotatingAccessKey(smtp)}", "False");
            }),
            ("neither identities nor a user is refused by SesSmtpCredentials", () => Refuses("NoSender", null,
                "neither identities nor a user are passed; a new user needs the SES identities that it can send "
                    + "from. Pass one or more email identities, new or imported, or a user that has permission to "
                    + "send. [MissingIdentities]")),
            ("rights for a given user is refused by SesSmtpCredentials", () => Refuses(
                "TwoSenders", new SesSmtpCredentialsProps { User = User("TwoSenders"), Identities = Identities },
                "identities and a user are both passed; identities can be passed for a new user only, because the "
                    + "permissions of an existing user are not changed. Allow ses:SendRawEmail where the user is "
                    + "created, or omit the user. [PermissionsOfGivenUser]")),
            ("a malformed region is refused by SesSmtpCredentials", () => Refuses(
                "NoRegion", new SesSmtpCredentialsProps { Identities = Identities, Regions = new[] { "eu-west-1", "Frankfurt" } },
                "the regions contain 'Frankfurt'; each must be the code of a region, such as eu-west-1 or "
                    + "us-gov-west-1. Use the code of the region, or remove it. [InvalidRegions]")),
            ("a port that SES does not listen on is refused by SesSmtpCredentials", () => Refuses(
                "NoPort", new SesSmtpCredentialsProps { Identities = Identities, Port = 26 },
                "port is 26; it must be one of 25, 587, 2587, 465, 2465, the ports of SES. Omit the port to use "
                    + "587 with STARTTLS, or use 465 for a client that starts with TLS. [InvalidPort]")),
            ("a malformed from address is refused by SesSmtpCredentials", () => Refuses(
                "NoAddress", new SesSmtpCredentialsProps { Identities = Identities, FromAddress = "example.com" },
                "the from address is 'example.com'; it must be one email address, without a display name, "
                    + "wildcards or policy variables. Pass the address alone, such as noreply@example.com, or omit "
                    + "it to allow all addresses of the identities. [InvalidFromAddress]")),
        }).ToArray();

        private static void Refuses(string id, SesSmtpCredentialsProps? props, string problem) =>
            Contains(ErrorOf(() => Smtp(id, props)), $"Stack/{id} (SesSmtpCredentials): {problem}");

        private static IRotatingKey NewKey(string id) => Smtp(id, new SesSmtpCredentialsProps { Identities = Identities });

        private static SesSmtpCredentials Smtp(string id, SesSmtpCredentialsProps? props) => new SesSmtpCredentials(Parent, id, props);

        private static IEmailIdentityRef[] IdentitiesOf(Stack scope) => new IEmailIdentityRef[]
        {
            new EmailIdentity(scope, "Identity", new EmailIdentityProps { Identity = Identity.Domain("example.com") }),
        };
    }
}
