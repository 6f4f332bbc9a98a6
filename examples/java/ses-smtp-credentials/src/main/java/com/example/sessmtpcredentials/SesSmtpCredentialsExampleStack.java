package com.example.sessmtpcredentials;

import io.github.cdkiamaccesskey.SesSmtpCredentials;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.CreateAlarmOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.ses.EmailIdentity;
import software.amazon.awscdk.services.ses.Identity;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

public class SesSmtpCredentialsExampleStack extends Stack {
    public SesSmtpCredentialsExampleStack(final Construct scope, final String id) {
        super(scope, id);

        // snippet:ses-smtp-credentials
        // Creates a user that can send from the domain. Its SMTP credentials are stored in a secret and rotated every 60 days.
        EmailIdentity identity = EmailIdentity.Builder.create(this, "Identity")
                .identity(Identity.domain("example.com"))
                .build();
        SesSmtpCredentials smtp = SesSmtpCredentials.Builder.create(this, "Smtp")
                .identities(List.of(identity))
                .fromAddress("noreply@example.com")
                .regions(List.of("eu-west-1", "eu-central-1"))
                .build();
        CfnOutput.Builder.create(this, "SecretArn")
                .value(smtp.getSecret().getSecretArn())
                .build();
        // end-snippet

        // Notifies the operators if the credentials cannot be rotated.
        Topic operators = Topic.Builder.create(this, "Operators").build();
        operators.addSubscription(new EmailSubscription("operators@example.com"));
        Alarm alarm = smtp.metricRotationFailures().createAlarm(this, "RotationFailures", CreateAlarmOptions.builder()
                .threshold(1)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
        alarm.addAlarmAction(new SnsAction(operators));
    }

    public static void main(final String[] args) {
        App app = new App();
        new SesSmtpCredentialsExampleStack(app, "SesSmtpCredentialsExample");
        app.synth();
    }
}
