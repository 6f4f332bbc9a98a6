package com.example.apicheck;

import static com.example.apicheck.Expect.contains;
import static com.example.apicheck.Expect.equal;

import io.github.cdkiamaccesskey.AccessKey;
import io.github.cdkiamaccesskey.AccessKeyFieldNames;
import io.github.cdkiamaccesskey.AccessKeySecret;
import io.github.cdkiamaccesskey.KeyRotation;
import io.github.cdkiamaccesskey.KeyRotationOptions;
import io.github.cdkiamaccesskey.RotatingAccessKey;
import io.github.cdkiamaccesskey.SesSmtpCredentials;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.ses.EmailIdentity;
import software.amazon.awscdk.services.ses.Identity;

/** The samples of docs/java.md that are no part of an example. */
final class Samples {
    private Samples() { }

    static void addTo(final Map<String, Runnable> checks) {
        checks.put("the sample of AccessKeySecret stores all three fields in one secret", () -> {
            var secrets = Template.fromStack(new AccessKeySecretStack()).findResources("AWS::SecretsManager::Secret");
            equal(secrets.size(), 1);
            List.of("userName", "accessKeyId", "secretAccessKey").forEach(field -> contains(secrets.toString(), field));
        });
        checks.put("the sample of a mail relay has a second user that can read both secrets", () -> {
            Template template = Template.fromStack(new MailRelayStack());
            template.resourceCountIs("AWS::IAM::User", 2);
            template.resourceCountIs("AWS::SecretsManager::Secret", 2);
            equal(template.findResources("AWS::IAM::Policy").values().stream()
                    .filter(policy -> policy.toString().contains("GetSecretValue") && policy.toString().contains("Users=[{Ref=Relay3F9A082A")).count(), 2L);
        });
        checks.put("the sample of options rotates every 30 days, with other names of fields", () -> {
            Template template = Template.fromStack(new OptionsStack());
            template.hasResourceProperties("AWS::SecretsManager::RotationSchedule", Map.of("RotationRules", Map.of("AutomaticallyAfterDays", 30)));
            contains(template.findResources("AWS::Lambda::Function").toString(), "\"accessKeyId\":\"id\"");
        });
    }

    private static final class OptionsStack extends Stack {
        OptionsStack() {
            super(new App(), "Stack");
            User user = User.Builder.create(this, "User").build();
            // snippet:options
            RotatingAccessKey.Builder.create(this, "Key")
                    .user(user)
                    .rotation(KeyRotation.every(Duration.days(30), KeyRotationOptions.builder()
                            .overlap(Duration.days(7))
                            .maxAge(Duration.days(45))
                            .build()))
                    .fieldNames(AccessKeyFieldNames.builder()
                            .accessKeyId("id")
                            .secretAccessKey("secret")
                            .build())
                    .build();
            // end-snippet
        }
    }

    private static final class AccessKeySecretStack extends Stack {
        AccessKeySecretStack() {
            super(new App(), "Stack");
            // snippet:access-key-secret
            User user = User.Builder.create(this, "User").build();
            AccessKey accessKey = AccessKey.Builder.create(this, "AccessKey").user(user).build();
            AccessKeySecret.Builder.create(this, "Secret").accessKey(accessKey).build();
            // end-snippet
        }
    }

    private static final class MailRelayStack extends Stack {
        MailRelayStack() {
            super(new App(), "Stack");
            EmailIdentity identity = EmailIdentity.Builder.create(this, "Identity").identity(Identity.domain("example.com")).build();
            SesSmtpCredentials smtp = SesSmtpCredentials.Builder.create(this, "Smtp").identities(List.of(identity)).build();
            // snippet:mail-relay
            User relay = User.Builder.create(this, "Relay").build();
            smtp.getGrants().read(relay);
            RotatingAccessKey.Builder.create(this, "RelayKey").user(relay).build().getGrants().readByUser();
            // end-snippet
        }
    }
}
