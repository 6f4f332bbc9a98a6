package com.example.rotatingaccesskey;

import io.github.cdkiamaccesskey.KeyRotation;
import io.github.cdkiamaccesskey.RotatingAccessKey;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.CreateAlarmOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

public class RotatingAccessKeyExampleStack extends Stack {
    public RotatingAccessKeyExampleStack(final Construct scope, final String id) {
        super(scope, id);

        // snippet:rotating-access-key
        // Creates a new IAM user. Its access key is stored in a secret and rotated every 60 days, with an overlap of 14 days.
        User user = User.Builder.create(this, "User").build();
        RotatingAccessKey key = RotatingAccessKey.Builder.create(this, "Key")
                .user(user)
                .rotation(KeyRotation.every(Duration.days(60)))
                .build();
        CfnOutput.Builder.create(this, "SecretArn")
                .value(key.getSecret().getSecretArn())
                .build();

        // The user can read the secret with its current access key.
        key.getGrants().readByUser();
        // end-snippet

        // snippet:alarm
        // Notifies the operators of a client that does not read the secret often enough.
        Topic operators = Topic.Builder.create(this, "Operators").build();
        operators.addSubscription(new EmailSubscription("operators@example.com"));
        Alarm alarm = key.metricReplacedKeyInUse().createAlarm(this, "ReplacedKeyInUse", CreateAlarmOptions.builder()
                .threshold(1)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
        alarm.addAlarmAction(new SnsAction(operators));
        // end-snippet
    }

    public static void main(final String[] args) {
        App app = new App();
        new RotatingAccessKeyExampleStack(app, "RotatingAccessKeyExample");
        app.synth();
    }
}
