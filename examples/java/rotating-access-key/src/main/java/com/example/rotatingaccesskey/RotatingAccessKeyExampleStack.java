package com.example.rotatingaccesskey;

import io.github.cdkiamaccesskey.KeyRotation;
import io.github.cdkiamaccesskey.RotatingAccessKey;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CreateAlarmOptions;
import software.amazon.awscdk.services.iam.User;
import software.constructs.Construct;

public class RotatingAccessKeyExampleStack extends Stack {
    public RotatingAccessKeyExampleStack(final Construct scope, final String id) {
        super(scope, id);

        // snippet:rotating-access-key
        // Creates a new IAM user. Its key lives in a secret and is replaced every 60 days; the old one works for 14 days more.
        User user = User.Builder.create(this, "User").build();
        RotatingAccessKey key = RotatingAccessKey.Builder.create(this, "Key")
                .user(user)
                .rotation(KeyRotation.every(Duration.days(60)))
                .build();
        CfnOutput.Builder.create(this, "SecretArn")
                .value(key.getSecret().getSecretArn())
                .build();

        // The user reads the next key with the current one. The alarm tells of a consumer that does not.
        key.getGrants().readByUser();
        key.metricReplacedKeyInUse().createAlarm(this, "ReplacedKeyInUse", CreateAlarmOptions.builder()
                .threshold(1)
                .evaluationPeriods(1)
                .build());
        // end-snippet
    }

    public static void main(final String[] args) {
        App app = new App();
        new RotatingAccessKeyExampleStack(app, "RotatingAccessKeyExample");
        app.synth();
    }
}
