package com.example.sessmtpcredentials;

import io.github.cdkiamaccesskey.SesSmtpCredentials;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CreateAlarmOptions;
import software.amazon.awscdk.services.ses.EmailIdentity;
import software.amazon.awscdk.services.ses.Identity;
import software.constructs.Construct;

public class SesSmtpCredentialsExampleStack extends Stack {
    public SesSmtpCredentialsExampleStack(final Construct scope, final String id) {
        super(scope, id);

        // snippet:ses-smtp-credentials
        // Username, password, host and port for a mail client outside AWS, replaced every 60 days; the old ones work for 14 days more.
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

        // The alarm tells of old ones that are used past their overlap, as far as IAM counts a login as a use.
        smtp.metricReplacedKeyInUse().createAlarm(this, "ReplacedKeyInUse", CreateAlarmOptions.builder()
                .threshold(1)
                .evaluationPeriods(1)
                .build());
        // end-snippet
    }

    public static void main(final String[] args) {
        App app = new App();
        new SesSmtpCredentialsExampleStack(app, "SesSmtpCredentialsExample");
        app.synth();
    }
}
