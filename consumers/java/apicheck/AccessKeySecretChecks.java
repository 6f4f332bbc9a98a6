package com.example.apicheck;

import static com.example.apicheck.Expect.STACK;
import static com.example.apicheck.Expect.actions;
import static com.example.apicheck.Expect.contains;
import static com.example.apicheck.Expect.equal;
import static com.example.apicheck.Expect.errorOf;
import static com.example.apicheck.Expect.ownNames;
import static com.example.apicheck.Expect.signatures;

import io.github.cdkiamaccesskey.AccessKey;
import io.github.cdkiamaccesskey.AccessKeyFieldNames;
import io.github.cdkiamaccesskey.AccessKeySecret;
import io.github.cdkiamaccesskey.AccessKeySecretProps;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;

/** What a Java user sees of AccessKeySecret. */
final class AccessKeySecretChecks {
    private AccessKeySecretChecks() { }

    static void addTo(final Map<String, Runnable> checks) {
        checks.put("AccessKeySecret has the public methods of a Secret, and its builder has these", () -> {
            equal(signatures(AccessKeySecret.class), signatures(Secret.class));
            equal(ownNames(AccessKeySecret.Builder.class, Object.class), Set.of(
                    "create", "build", "accessKey", "fieldNames", "secretName", "description", "encryptionKey", "replicaRegions", "removalPolicy"));
        });
        checks.put("AccessKeySecret is a Secret: getSecretArn, secretValueFromJson and grantRead work", () -> {
            Secret secret = builder("SecretMembers").build();
            Map<String, String> reference = Map.of("Ref", STACK.getLogicalId((CfnResource) secret.getNode().getDefaultChild()));
            equal(STACK.resolve(secret.getSecretArn()), reference);
            equal(STACK.resolve(secret.secretValueFromJson("accessKeyId")), Map.of(
                    "Fn::Join", List.of("", List.of("{{resolve:secretsmanager:", reference, ":SecretString:accessKeyId::}}"))));
            Role role = Role.Builder.create(STACK, "SecretGrantee").assumedBy(new AccountRootPrincipal()).build();
            equal(actions(secret.grantRead(role)), List.of("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"));
        });
        checks.put("AccessKeySecret: getEnv, getNode, getStack, applyRemovalPolicy, toString and with work", () -> {
            AccessKeySecret secret = builder("InheritedSecret").build();
            equal(secret.getEnv().getAccount(), STACK.getAccount());
            equal(secret.getNode().getPath(), "Stack/InheritedSecret");
            equal(secret.getStack(), STACK);
            equal(secret.toString(), "Stack/InheritedSecret");
            secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
            equal(((CfnResource) secret.getNode().getDefaultChild()).getCfnOptions().getDeletionPolicy(), CfnDeletionPolicy.RETAIN);
            equal(secret.with().getNode().getPath(), "Stack/InheritedSecret");
        });
        checks.put("AccessKeySecret: isConstruct, isOwnedResource, isResource, isSecret and PROPERTY_INJECTION_ID work", () -> {
            AccessKeySecret secret = builder("StaticsSecret").build();
            equal(AccessKeySecret.isConstruct(secret) && AccessKeySecret.isOwnedResource(secret) && AccessKeySecret.isResource(secret), true);
            equal(AccessKeySecret.isSecret(secret), true);
            equal(AccessKeySecret.isOwnedResource(STACK) || AccessKeySecret.isResource(STACK) || AccessKeySecret.isSecret(STACK), false);
            equal(AccessKeySecret.PROPERTY_INJECTION_ID, "cdk-iam-access-key.AccessKeySecret");
        });
        checks.put("AccessKeySecret holds the key as one JSON of references, if nothing else is said", () -> {
            AccessKey key = keyInOwnStack(new App());
            new AccessKeySecret(key.getStack(), "Secret", AccessKeySecretProps.builder().accessKey(key).build());
            hasSecret(key, Map.of(
                    "DeletionPolicy", "Delete", "Properties", Map.of("SecretString", json("userName", "accessKeyId", "secretAccessKey"))));
        });
        checks.put("AccessKeySecret takes the names of its fields", () -> {
            AccessKey key = keyInOwnStack(new App());
            AccessKeySecret.Builder.create(key.getStack(), "Secret")
                    .accessKey(key)
                    .fieldNames(AccessKeyFieldNames.builder().accessKeyId("id").secretAccessKey("secret").userName("user").build())
                    .build();
            hasSecret(key, Map.of("Properties", Map.of("SecretString", json("user", "id", "secret"))));
        });
        checks.put("AccessKeySecret takes the props of a Secret", () -> {
            AccessKey key = keyInOwnStack(new App());
            Key encryptionKey = new Key(key.getStack(), "EncryptionKey");
            AccessKeySecret.Builder.create(key.getStack(), "Secret")
                    .accessKey(key)
                    .secretName("mail")
                    .description("sends mail")
                    .encryptionKey(encryptionKey)
                    .replicaRegions(List.of(ReplicaRegion.builder().region("eu-central-1").build()))
                    .removalPolicy(RemovalPolicy.RETAIN)
                    .build();
            hasSecret(key, Map.of("DeletionPolicy", "Retain", "Properties", Map.of(
                    "Name", "mail",
                    "Description", "sends mail",
                    "KmsKeyId", key.getStack().resolve(encryptionKey.getKeyArn()),
                    "ReplicaRegions", List.of(Map.of("Region", "eu-central-1")))));
        });
        checks.put("a missing access key is refused by AccessKeySecret", () -> equal(
                errorOf(() -> AccessKeySecret.Builder.create(STACK, "NoKey").build()),
                "java.lang.NullPointerException: accessKey is required"));
        checks.put("equal names of fields are refused by AccessKeySecret", () -> equal(
                errorOf(() -> builder("EqualNames").fieldNames(AccessKeyFieldNames.builder().userName("accessKeyId").build()).build()),
                "software.amazon.jsii.JsiiError: Stack/EqualNames (AccessKeySecret): the field names are "
                    + "'accessKeyId', 'accessKeyId', 'secretAccessKey'; they must be different, and none of them can "
                    + "be empty. Change 'accessKeyId', or omit the field names. [InvalidFieldNames]"));
        checks.put("a key of another stack is refused by AccessKeySecret", () -> {
            App app = new App();
            contains(
                    errorOf(() -> AccessKeySecret.Builder.create(new Stack(app, "Other"), "Secret").accessKey(keyInOwnStack(app)).build()),
                    "Other/Secret (AccessKeySecret): access key 'OwnStack/AccessKey' is in stack 'OwnStack'; it must "
                        + "be in the same stack 'Other', because its secret access key must not leave its stack. Create "
                        + "the AccessKeySecret in the stack of its AccessKey, and pass the secret to the other stack. "
                        + "[SecretLeavesStack]");
        });
    }

    private static AccessKeySecret.Builder builder(final String id) {
        AccessKey key = AccessKey.Builder.create(STACK, id + "Key").user(new User(STACK, id + "User")).build();
        return AccessKeySecret.Builder.create(STACK, id).accessKey(key);
    }

    /** The stack is the key's own, as a template needs the whole app. */
    private static AccessKey keyInOwnStack(final App app) {
        Stack ownStack = new Stack(app, "OwnStack");
        return AccessKey.Builder.create(ownStack, "AccessKey").user(new User(ownStack, "User")).build();
    }

    private static void hasSecret(final AccessKey keyInOwnStack, final Map<String, Object> resource) {
        Template.fromStack(keyInOwnStack.getStack()).hasResource("AWS::SecretsManager::Secret", resource);
    }

    /** What the template has in place of the key in its own stack: a JSON of references, in fields of these names. */
    private static Map<String, Object> json(final String userName, final String accessKeyId, final String secretAccessKey) {
        return Map.of("Fn::Join", List.of("", List.of(
                "{\"" + userName + "\":\"", Map.of("Ref", "User00B015A1"),
                "\",\"" + accessKeyId + "\":\"", Map.of("Ref", "AccessKeyE6B25659"),
                "\",\"" + secretAccessKey + "\":\"", Map.of("Fn::GetAtt", List.of("AccessKeyE6B25659", "SecretAccessKey")),
                "\"}")));
    }
}
