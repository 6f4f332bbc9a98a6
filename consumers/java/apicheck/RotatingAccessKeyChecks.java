package com.example.apicheck;

import static com.example.apicheck.Expect.STACK;
import static com.example.apicheck.Expect.equal;
import static com.example.apicheck.Expect.errorOf;
import static com.example.apicheck.Expect.ownNames;
import static com.example.apicheck.Expect.union;
import static com.example.apicheck.RotatingKeyChecks.checkEnvironment;

import com.example.apicheck.RotatingKeyChecks.Statics;
import io.github.cdkiamaccesskey.AccessKey;
import io.github.cdkiamaccesskey.AccessKeyFieldNames;
import io.github.cdkiamaccesskey.IRotatingKey;
import io.github.cdkiamaccesskey.KeyRotation;
import io.github.cdkiamaccesskey.KeyRotationOptions;
import io.github.cdkiamaccesskey.RotatingAccessKey;
import io.github.cdkiamaccesskey.RotatingKeyGrants;
import io.github.cdkiamaccesskey.RotatingAccessKeyProps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Resource;
import software.amazon.awscdk.services.iam.CfnUser;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.jsii.JsiiObject;

/** What a Java user sees of RotatingAccessKey, its rotation and its grants. */
final class RotatingAccessKeyChecks {
    private RotatingAccessKeyChecks() { }

    static void addTo(final Map<String, Runnable> checks) {
        RotatingKeyChecks.addTo(checks, "RotatingAccessKey", RotatingAccessKeyChecks::newKey, new Statics(
                RotatingAccessKey.PROPERTY_INJECTION_ID,
                RotatingAccessKey::isConstruct, RotatingAccessKey::isResource, RotatingAccessKey::isOwnedResource));
        checks.put("RotatingAccessKey, its builder, KeyRotation and the grants have these public methods", () -> {
            equal(ownNames(RotatingAccessKey.class, Resource.class), union(RotatingKeyChecks.MEMBERS, Set.of("isRotatingAccessKey")));
            equal(ownNames(RotatingAccessKey.Builder.class, Object.class), union(
                    RotatingKeyChecks.PROPS, Set.of("create", "build", "user", "fieldNames")));
            equal(ownNames(KeyRotation.class, JsiiObject.class), Set.of(
                    "every", "onDemand", "getInterval", "getOverlap", "getRecoveryWindow", "getMaxAge"));
            equal(ownNames(RotatingKeyGrants.class, JsiiObject.class), Set.of("read", "readByUser", "rotate", "revoke"));
        });
        checks.put("KeyRotation.every and .onDemand have the documented defaults", () -> {
            equal(days(KeyRotation.every(Duration.days(60))), Arrays.asList(60, 14, 7, 90));
            equal(days(KeyRotation.onDemand()), Arrays.asList(null, 14, 7, 90));
        });
        checks.put("KeyRotation.every and .onDemand take an overlap, a recovery window and a maximum age", () -> {
            KeyRotationOptions options = KeyRotationOptions.builder()
                    .overlap(Duration.days(3)).recoveryWindow(Duration.days(2)).maxAge(Duration.days(40)).build();
            equal(days(KeyRotation.every(Duration.days(30), options)), Arrays.asList(30, 3, 2, 40));
            equal(days(KeyRotation.onDemand(options)), Arrays.asList(null, 3, 2, 40));
        });
        checks.put("KeyRotation and the grants have no public constructor, and a subclass has nothing to give to theirs", () -> {
            for (Class<?> type : List.of(KeyRotation.class, RotatingKeyGrants.class)) {
                equal(type.getConstructors().length, 0);
                equal(Stream.of(type.getDeclaredConstructors())
                        .flatMap(constructor -> Stream.of(constructor.getParameterTypes())).map(Class::getSimpleName).sorted().toList(),
                        List.of("InitializationMode", "JsiiObjectRef"));
            }
        });
        checks.put("a user is enough for a RotatingAccessKey, and an imported user and a CfnUser fit", () -> {
            User user = new User(STACK, "OnlyUser");
            RotatingAccessKey key = new RotatingAccessKey(STACK, "Only", RotatingAccessKeyProps.builder().user(user).build());
            equal(key.getUser(), user);
            RotatingAccessKey.Builder.create(STACK, "OfImported").user(User.fromUserName(STACK, "ImportedUser", "alice")).build();
            RotatingAccessKey.Builder.create(STACK, "OfCfn").user(new CfnUser(STACK, "CfnUserToRotate")).build();
        });
        checks.put("RotatingAccessKey takes the props of every rotating key", () -> {
            builder("NewSecret")
                    .rotation(KeyRotation.onDemand())
                    .retireUnmanagedKeysAfter(Duration.days(30))
                    .encryptionKey(new Key(STACK, "EncryptionKey"))
                    .replicaRegions(List.of(ReplicaRegion.builder().region("eu-central-1").build()))
                    .removalPolicy(RemovalPolicy.DESTROY)
                    .build();
            Secret secret = new Secret(STACK, "GivenSecret");
            ISecret given = builder("OfGivenSecret").secret(secret).build().getSecret();
            equal(given.getNode().getDefaultChild(), secret.getNode().getDefaultChild());
        });
        checks.put("RotatingAccessKey takes the names of its fields", () -> checkEnvironment(
                ownStack -> RotatingAccessKey.Builder.create(ownStack, "Key")
                        .user(new User(ownStack, "User"))
                        .fieldNames(AccessKeyFieldNames.builder().accessKeyId("id").secretAccessKey("secret").userName("user").build())
                        .build(),
                Map.of("FIELD_NAMES", "{\"accessKeyId\":\"id\",\"secretAccessKey\":\"secret\",\"userName\":\"user\"}")));
        checks.put("isRotatingAccessKey tells it from an AccessKey", () -> {
            AccessKey other = AccessKey.Builder.create(STACK, "NotRotating").user(new User(STACK, "NotRotatingUser")).build();
            equal(RotatingAccessKey.isRotatingAccessKey(builder("Rotating").build()), true);
            equal(RotatingAccessKey.isRotatingAccessKey(other), false);
        });
        checks.put("a missing user is refused by RotatingAccessKey too", () -> equal(
                errorOf(() -> RotatingAccessKey.Builder.create(STACK, "NoUserToRotate").build()),
                "java.lang.NullPointerException: user is required"));
        checks.put("an interval too long for its greatest age is refused", () -> equal(
                errorOf(() -> builder("TooLong").rotation(KeyRotation.every(Duration.days(80))).build()),
                "software.amazon.jsii.JsiiError: Stack/TooLong (RotatingAccessKey): the interval is 80 days and "
                    + "the overlap is 14 days; interval, overlap and one day for a late rotation must not exceed the "
                    + "maximum age of 90 days, so the interval must be at most 75 days. Shorten the interval or the "
                    + "overlap, or set a longer maximum age. [InvalidRotation]"));
        checks.put("an encryption key for a given secret is refused", () -> equal(
                errorOf(() -> builder("TwoSecrets").secret(new Secret(STACK, "Encrypted")).encryptionKey(new Key(STACK, "Encrypting")).build()),
                "software.amazon.jsii.JsiiError: Stack/TwoSecrets (RotatingAccessKey): an encryption key and a "
                    + "secret are both passed; an encryption key can be passed for a new secret only. Omit the "
                    + "secret, or set an encryption key where the secret is created. [SettingOfGivenSecret]"));
    }

    /** The builder of a key with a user of its own, because the key needs both access keys of a user. */
    private static RotatingAccessKey.Builder builder(final String id) {
        return RotatingAccessKey.Builder.create(STACK, id).user(new User(STACK, id + "User"));
    }

    private static IRotatingKey newKey(final String id) {
        return builder(id).build();
    }

    private static List<Integer> days(final KeyRotation rotation) {
        return Stream.of(rotation.getInterval(), rotation.getOverlap(), rotation.getRecoveryWindow(), rotation.getMaxAge())
                .map(duration -> duration == null ? null : duration.toDays().intValue()).toList();
    }
}
