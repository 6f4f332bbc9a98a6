// What a C# user sees of RotatingAccessKey, its rotation and its grants.
using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SecretsManager;
using Cdk.IamAccessKey;
using static ApiCheck.Expect;
using IAM = Amazon.CDK.AWS.IAM;

namespace ApiCheck
{
    public static class RotatingAccessKeyChecks
    {
        public static readonly (string Name, Action Run)[] All = RotatingKeyChecks.Of("RotatingAccessKey", NewKey, new RotatingKeyStatics(
            RotatingAccessKey.PROPERTY_INJECTION_ID,
            RotatingAccessKey.IsConstruct, RotatingAccessKey.IsResource, RotatingAccessKey.IsOwnedResource
        )).Concat(new (string Name, Action Run)[]
        {
            ("KeyRotation.Every and .OnDemand have the documented defaults", () =>
            {
                Equal(Days(KeyRotation.Every(Duration.Days(60))), "60, 14, 7, 90");
                Equal(Days(KeyRotation.OnDemand()), "none, 14, 7, 90");
            }),
            ("KeyRotation.Every and .OnDemand take an overlap, a recovery window and a maximum age", () =>
            {
                var options = new KeyRotationOptions { Overlap = Duration.Days(3), RecoveryWindow = Duration.Days(2), MaxAge = Duration.Days(40) };
                Equal(Days(KeyRotation.Every(Duration.Days(30), options)), "30, 3, 2, 40");
                Equal(Days(KeyRotation.OnDemand(options)), "none, 3, 2, 40");
            }),
            ("KeyRotation and the grants have no public constructor", () =>
            {
                Equal(typeof(KeyRotation).GetConstructors().Length.ToString(), "0");
                Equal(typeof(RotatingKeyGrants).GetConstructors().Length.ToString(), "0");
            }),
            ("a user is enough for a RotatingAccessKey, and an imported user and a CfnUser fit", () =>
            {
                var user = User("Only");
                var key = new RotatingAccessKey(Parent, "Only", new RotatingAccessKeyProps { User = user });
                Equal(Rendered(key.User.UserRef.UserName), Rendered(user.UserName));
                var imported = IAM.User.FromUserName(Parent, "ImportedUser", "alice");
                new RotatingAccessKey(Parent, "OfImported", new RotatingAccessKeyProps { User = imported });
                new RotatingAccessKey(Parent, "OfCfn", new RotatingAccessKeyProps { User = new IAM.CfnUser(Parent, "CfnUserToRotate") });
            }),
            ("RotatingAccessKey takes the props of every rotating key", () =>
            {
                KeyOf("NewSecret", new RotatingAccessKeyProps
                {
                    User = User("NewSecret"),
                    Rotation = KeyRotation.OnDemand(),
                    RetireUnmanagedKeysAfter = Duration.Days(30),
                    EncryptionKey = new Key(Parent, "EncryptionKey"),
                    ReplicaRegions = new IReplicaRegion[] { new ReplicaRegion { Region = "eu-central-1" } },
                    RemovalPolicy = RemovalPolicy.DESTROY,
                });
                var secret = new Secret(Parent, "GivenSecret");
                var key = KeyOf("OfGivenSecret", new RotatingAccessKeyProps { User = User("OfGivenSecret"), Secret = secret });
                Equal(key.Secret.Node.DefaultChild.Node.Path, secret.Node.DefaultChild.Node.Path);
            }),
            ("RotatingAccessKey takes the names of its fields", () => RotatingKeyChecks.CheckEnvironment(
                ownStack => new RotatingAccessKey(ownStack, "Key", new RotatingAccessKeyProps
                {
                    User = new IAM.User(ownStack, "User"),
                    FieldNames = new AccessKeyFieldNames { AccessKeyId = "id", SecretAccessKey = "secret", UserName = "user" },
                }),
                new Dictionary<string, object> { ["FIELD_NAMES"] = """{"accessKeyId":"id","secretAccessKey":"secret","userName":"user"}""" })),
            ("IsRotatingAccessKey tells it from an AccessKey", () =>
            {
                var other = new AccessKey(Parent, "NotRotating", new AccessKeyProps { User = User("NotRotating") });
                Equal($"{RotatingAccessKey.IsRotatingAccessKey(KeyOf("Rotating"))} {RotatingAccessKey.IsRotatingAccessKey(other)}", "True False");
            }),
            // C# or JavaScript throws first; both messages name the prop.
            ("a missing user is refused by RotatingAccessKey too", () => Contains(
                ErrorOf(() => new RotatingAccessKey(Parent, "NoUserToRotate", new RotatingAccessKeyProps())), "user")),
            ("an interval too long for its greatest age is refused", () => Contains(
                ErrorOf(() => KeyOf("TooLong", new RotatingAccessKeyProps
                {
                    User = User("TooLong"),
                    Rotation = KeyRotation.Every(Duration.Days(80)),
                })),
                "Stack/TooLong (RotatingAccessKey): the interval is 80 days and the overlap is 14 days; interval, "
                    + "overlap and one day for a late rotation must not exceed the maximum age of 90 days, so the "
                    + "interval must be at most 75 days. Shorten the interval or the overlap, or set a longer "
                    + "maximum age. [InvalidRotation]")),
            ("an encryption key for a given secret is refused", () => Contains(
                ErrorOf(() => KeyOf("TwoSecrets", new RotatingAccessKeyProps
                {
                    User = User("TwoSecrets"),
                    Secret = new Secret(Parent, "Encrypted"),
                    EncryptionKey = new Key(Parent, "Encrypting"),
                })),
                "Stack/TwoSecrets (RotatingAccessKey): an encryption key and a secret are both passed; an "
                    + "encryption key can be passed for a new secret only. Omit the secret, or set an encryption key "
                    + "where the secret is created. [SettingOfGivenSecret]")),
        }).ToArray();

        private static IRotatingKey NewKey(string id) => KeyOf(id);

        private static RotatingAccessKey KeyOf(string id, RotatingAccessKeyProps? props = null) =>
            new RotatingAccessKey(Parent, id, props ?? new RotatingAccessKeyProps { User = User(id) });

        private static string Days(KeyRotation rotation) => string.Join(", ",
            new[] { rotation.Interval, rotation.Overlap, rotation.RecoveryWindow, rotation.MaxAge }
                .Select(duration => duration == null ? "none" : duration.ToDays().ToString()));
    }
}
