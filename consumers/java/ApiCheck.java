package com.example.accesskey;

import io.github.cdkiamaccesskey.AccessKey;
import io.github.cdkiamaccesskey.AccessKeyProps;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AccessKeyStatus;
import software.amazon.awscdk.services.iam.CfnAccessKey;
import software.amazon.awscdk.services.iam.CfnUser;
import software.amazon.awscdk.services.iam.IAccessKey;
import software.amazon.awscdk.services.iam.User;

/** What a Java user sees of the API. Prints TAP lines. */
public class ApiCheck {
    private static final Stack STACK = new Stack(new App(), "Stack");
    private static final Map<String, Runnable> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("AccessKey, its builder and AccessKeyProps have the members of the iam package's", () -> {
            equal(signatures(AccessKey.class), signatures(software.amazon.awscdk.services.iam.AccessKey.class));
            equal(names(AccessKey.Builder.class), names(software.amazon.awscdk.services.iam.AccessKey.Builder.class));
            equal(names(AccessKeyProps.class), names(software.amazon.awscdk.services.iam.AccessKeyProps.class));
        });
        CHECKS.put("the builder takes a serial and a status, and an imported user and a CfnUser", () -> {
            IAccessKey key = builder("AllProps").serial(1).status(AccessKeyStatus.INACTIVE).build();
            equal(key instanceof AccessKey, true);
            AccessKey.Builder.create(STACK, "OfImportedUser").user(User.fromUserName(STACK, "Imported", "bob")).build();
            AccessKey.Builder.create(STACK, "OfCfnUser").user(new CfnUser(STACK, "CfnUser")).build();
        });
        CHECKS.put("the constructor takes AccessKeyProps", () -> {
            AccessKeyProps props = AccessKeyProps.builder().user(new User(STACK, "PropsUser")).serial(2).build();
            equal(props.getSerial(), 2);
            new AccessKey(STACK, "OfProps", props);
        });
        CHECKS.put("getAccessKeyId, getSecretAccessKey and getAccessKeyRef are the resource's", () -> {
            AccessKey key = builder("Members").build();
            String logicalId = STACK.getLogicalId((CfnAccessKey) key.getNode().getDefaultChild());
            equal(STACK.resolve(key.getAccessKeyId()), Map.of("Ref", logicalId));
            equal(STACK.resolve(key.getAccessKeyRef().getAccessKeyId()), Map.of("Ref", logicalId));
            equal(STACK.resolve(key.getSecretAccessKey()), Map.of("Fn::GetAtt", List.of(logicalId, "SecretAccessKey")));
        });
        CHECKS.put("getEnv, getNode, getStack, applyRemovalPolicy, toString and with work", () -> {
            AccessKey key = builder("Inherited").build();
            equal(key.getEnv().getAccount(), STACK.getAccount());
            equal(key.getNode().getPath(), "Stack/Inherited");
            equal(key.getStack(), STACK);
            equal(key.toString(), "Stack/Inherited");
            key.applyRemovalPolicy(RemovalPolicy.RETAIN);
            equal(((CfnAccessKey) key.getNode().getDefaultChild()).getCfnOptions().getDeletionPolicy(), CfnDeletionPolicy.RETAIN);
            equal(key.with().getNode().getPath(), "Stack/Inherited");
        });
        CHECKS.put("isConstruct, isOwnedResource, isResource and PROPERTY_INJECTION_ID work", () -> {
            AccessKey key = builder("Statics").build();
            equal(AccessKey.isConstruct(key) && AccessKey.isOwnedResource(key) && AccessKey.isResource(key), true);
            equal(AccessKey.isOwnedResource(STACK) || AccessKey.isResource(STACK), false);
            equal(AccessKey.PROPERTY_INJECTION_ID, "cdk-iam-access-key.AccessKey");
        });
        CHECKS.put("a missing user is refused", () -> equal(
                errorOf(() -> AccessKey.Builder.create(STACK, "NoUser").build()),
                "java.lang.NullPointerException: user is required"));
        for (Number serial : List.of(1.5, -1)) {
            CHECKS.put("serial " + serial + " is refused", () -> equal(
                    errorOf(() -> builder("Serial" + serial).serial(serial).build()),
                    "software.amazon.jsii.JsiiError: access key 'Stack/Serial" + serial + "': serial is " + serial
                            + ", expected a whole number of zero or more; "
                            + "start with 1 and add 1 for each replacement, or leave serial out"));
        }
    }

    /** The builder of a key with a user of its own, as IAM allows two keys a user. */
    private static AccessKey.Builder builder(final String id) {
        return AccessKey.Builder.create(STACK, id).user(new User(STACK, id + "User"));
    }

    /** The public methods with their results and parameters. */
    private static Set<String> signatures(final Class<?> type) {
        return publicMethods(type)
                .map(method -> (Modifier.isStatic(method.getModifiers()) ? "static " : "") + method.getReturnType().getName()
                        + " " + method.getName() + Arrays.toString(method.getParameterTypes()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(final Class<?> type) {
        return publicMethods(type).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Method> publicMethods(final Class<?> type) {
        return Arrays.stream(type.getMethods()).filter(method -> !method.isSynthetic());
    }

    private static void equal(final Object actual, final Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError("got      " + actual + "\nexpected " + expected);
        }
    }

    /** The first line of the error: a stack trace of JavaScript may follow. */
    private static String errorOf(final Runnable action) {
        try {
            action.run();
            return "no error";
        } catch (RuntimeException error) {
            return error.toString().lines().findFirst().orElse("");
        }
    }

    public static void main(final String[] args) {
        int number = 0;
        int failures = 0;
        for (Map.Entry<String, Runnable> check : CHECKS.entrySet()) {
            number++;
            try {
                check.getValue().run();
                System.out.println("ok " + number + " - " + check.getKey());
            } catch (Throwable error) {
                failures++;
                System.out.println("not ok " + number + " - " + check.getKey());
                System.out.println(error.toString().replaceAll("(?m)^", "# "));
            }
        }
        System.out.println("1.." + number);
        if (failures > 0) {
            System.exit(1);
        }
    }
}
