package com.example.apicheck;

import static com.example.apicheck.Expect.STACK;
import static com.example.apicheck.Expect.equal;
import static com.example.apicheck.Expect.errorOf;
import static com.example.apicheck.Expect.names;
import static com.example.apicheck.Expect.signatures;

import io.github.cdkiamaccesskey.AccessKey;
import io.github.cdkiamaccesskey.AccessKeyProps;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.AccessKeyStatus;
import software.amazon.awscdk.services.iam.CfnAccessKey;
import software.amazon.awscdk.services.iam.CfnUser;
import software.amazon.awscdk.services.iam.IAccessKey;
import software.amazon.awscdk.services.iam.User;

/** What a Java user sees of AccessKey. */
final class AccessKeyChecks {
    private AccessKeyChecks() { }

    static void addTo(final Map<String, Runnable> checks) {
        checks.put("AccessKey, its builder and AccessKeyProps have the members of the iam package's", () -> {
            equal(signatures(AccessKey.class), signatures(software.amazon.awscdk.services.iam.AccessKey.class));
            equal(names(AccessKey.Builder.class), names(software.amazon.awscdk.services.iam.AccessKey.Builder.class));
            equal(names(AccessKeyProps.class), names(software.amazon.awscdk.services.iam.AccessKeyProps.class));
        });
        checks.put("the builder takes a serial and a status, and an imported user and a CfnUser", () -> {
            IAccessKey key = builder("AllProps").serial(1).status(AccessKeyStatus.INACTIVE).build();
            equal(key instanceof AccessKey, true);
            AccessKey.Builder.create(STACK, "OfImportedUser").user(User.fromUserName(STACK, "Imported", "bob")).build();
            AccessKey.Builder.create(STACK, "OfCfnUser").user(new CfnUser(STACK, "CfnUser")).build();
        });
        checks.put("the constructor takes AccessKeyProps", () -> {
            AccessKeyProps props = AccessKeyProps.builder().user(new User(STACK, "PropsUser")).serial(2).build();
            equal(props.getSerial(), 2);
            new AccessKey(STACK, "OfProps", props);
        });
        checks.put("getAccessKeyId, getSecretAccessKey and getAccessKeyRef are the resource's", () -> {
            AccessKey key = builder("Members").build();
            String logicalId = STACK.getLogicalId((CfnAccessKey) key.getNode().getDefaultChild());
            equal(STACK.resolve(key.getAccessKeyId()), Map.of("Ref", logicalId));
            equal(STACK.resolve(key.getAccessKeyRef().getAccessKeyId()), Map.of("Ref", logicalId));
            equal(STACK.resolve(key.getSecretAccessKey()), Map.of("Fn::GetAtt", List.of(logicalId, "SecretAccessKey")));
        });
        checks.put("getEnv, getNode, getStack, applyRemovalPolicy, toString and with work", () -> {
            AccessKey key = builder("Inherited").build();
            equal(key.getEnv().getAccount(), STACK.getAccount());
            equal(key.getNode().getPath(), "Stack/Inherited");
            equal(key.getStack(), STACK);
            equal(key.toString(), "Stack/Inherited");
            key.applyRemovalPolicy(RemovalPolicy.RETAIN);
            equal(((CfnAccessKey) key.getNode().getDefaultChild()).getCfnOptions().getDeletionPolicy(), CfnDeletionPolicy.RETAIN);
            equal(key.with().getNode().getPath(), "Stack/Inherited");
        });
        checks.put("isConstruct, isOwnedResource, isResource and PROPERTY_INJECTION_ID work", () -> {
            AccessKey key = builder("Statics").build();
            equal(AccessKey.isConstruct(key) && AccessKey.isOwnedResource(key) && AccessKey.isResource(key), true);
            equal(AccessKey.isOwnedResource(STACK) || AccessKey.isResource(STACK), false);
            equal(AccessKey.PROPERTY_INJECTION_ID, "cdk-iam-access-key.AccessKey");
        });
        checks.put("a missing user is refused", () -> equal(
                errorOf(() -> AccessKey.Builder.create(STACK, "NoUser").build()),
                "java.lang.NullPointerException: user is required"));
        for (Number serial : List.of(1.5, -1)) {
            checks.put("serial " + serial + " is refused", () -> equal(
                    errorOf(() -> builder("Serial" + serial).serial(serial).build()),
                    "software.amazon.jsii.JsiiError: Stack/Serial" + serial + " (AccessKey): serial is " + serial
                            + "; it must be a whole number of zero or more. Start with 1 and add 1 for each "
                                + "replacement, or omit serial. [InvalidSerial]"));
        }
    }

    /** The builder of a key with a user of its own, as IAM allows two keys a user. */
    private static AccessKey.Builder builder(final String id) {
        return AccessKey.Builder.create(STACK, id).user(new User(STACK, id + "User"));
    }
}
