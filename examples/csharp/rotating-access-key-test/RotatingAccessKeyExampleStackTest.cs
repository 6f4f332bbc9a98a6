using System;
using System.Collections.Generic;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Cdk.IamAccessKey;
using RotatingAccessKeyExample;
using Xunit;
using IAM = Amazon.CDK.AWS.IAM;

namespace RotatingAccessKeyExampleTest
{
    public class RotatingAccessKeyExampleStackTest
    {
        [Fact]
        public void RotatesTheAccessKeyEvery60Days()
        {
            var template = Template.FromStack(new RotatingAccessKeyExampleStack(new App(), "Stack"));

            template.HasResourceProperties("AWS::SecretsManager::RotationSchedule", new Dictionary<string, object>
            {
                ["RotationRules"] = new Dictionary<string, object> { ["AutomaticallyAfterDays"] = 60 },
            });
        }

        [Fact]
        public void NotifiesOperatorsOfAReplacedKeyInUse()
        {
            var template = Template.FromStack(new RotatingAccessKeyExampleStack(new App(), "Stack"));

            template.HasResourceProperties("AWS::CloudWatch::Alarm", new Dictionary<string, object>
            {
                ["MetricName"] = "ReplacedKeyInUse",
                ["AlarmActions"] = Match.AnyValue(),
            });
        }

        [Fact]
        public void ThrowsIfTheSerialIsNegative()
        {
            var stack = new Stack(new App(), "Stack");
            var user = new IAM.User(stack, "User");

            var error = Assert.ThrowsAny<Exception>(() => new AccessKey(stack, "AccessKey", new AccessKeyProps
            {
                User = user,
                Serial = -1,
            }));

            Assert.Contains("serial is -1", error.Message);
        }
    }
}
