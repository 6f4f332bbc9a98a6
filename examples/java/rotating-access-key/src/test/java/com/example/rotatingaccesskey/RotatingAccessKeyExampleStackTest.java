package com.example.rotatingaccesskey;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.cdkiamaccesskey.AccessKey;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.iam.User;
import software.amazon.jsii.JsiiError;

class RotatingAccessKeyExampleStackTest {
    @Test
    void rotatesTheAccessKeyEvery60Days() {
        Template template = Template.fromStack(new RotatingAccessKeyExampleStack(new App(), "Stack"));

        template.hasResourceProperties("AWS::SecretsManager::RotationSchedule", Map.of(
                "RotationRules", Map.of("AutomaticallyAfterDays", 60)));
    }

    @Test
    void notifiesOperatorsOfAReplacedKeyInUse() {
        Template template = Template.fromStack(new RotatingAccessKeyExampleStack(new App(), "Stack"));

        template.hasResourceProperties("AWS::CloudWatch::Alarm", Map.of(
                "MetricName", "ReplacedKeyInUse",
                "AlarmActions", Match.anyValue()));
    }

    @Test
    void throwsIfTheSerialIsNegative() {
        Stack stack = new Stack(new App(), "Stack");
        User user = new User(stack, "User");

        JsiiError error = assertThrows(JsiiError.class, () -> AccessKey.Builder.create(stack, "AccessKey")
                .user(user)
                .serial(-1)
                .build());

        assertTrue(error.getMessage().contains("serial is -1"));
    }
}
