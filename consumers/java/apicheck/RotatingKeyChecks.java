package com.example.apicheck;

import static com.example.apicheck.Expect.STACK;
import static com.example.apicheck.Expect.actions;
import static com.example.apicheck.Expect.equal;

import io.github.cdkiamaccesskey.IRotatingKey;
import io.github.cdkiamaccesskey.RotatingKeyGrants;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.IConstruct;

/** What a Java user sees of every construct that rotates access keys. */
final class RotatingKeyChecks {
    static final Set<String> MEMBERS = Set.of(
            "getSecret", "getUser", "getGrants", "getHandler", "getLogGroup",
            "metricKeyAge", "metricReplacedKeyInUse", "metricRotationFailures", "metricBlockedByUnmanagedKey");
    static final Set<String> PROPS = Set.of(
            "rotation", "retireUnmanagedKeysAfter", "secret", "encryptionKey", "replicaRegions", "removalPolicy");

    private static final List<String> READING = List.of("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue");

    private RotatingKeyChecks() { }

    /** What belongs to their class. */
    record Statics(
            String propertyInjectionId, Function<Object, Boolean> isConstruct,
            Function<IConstruct, Boolean> isResource, Function<IConstruct, Boolean> isOwnedResource) { }

    static void addTo(final Map<String, Runnable> checks, final String type, final Function<String, IRotatingKey> newKey, final Statics statics) {
        checks.put(type + ": read, readByUser, rotate and revoke grant these permissions and no others", () -> {
            RotatingKeyGrants grants = newKey.apply(type + "Grants").getGrants();
            Role role = Role.Builder.create(STACK, type + "Grantee").assumedBy(new AccountRootPrincipal()).build();
            equal(actions(grants.read(role)), READING);
            equal(actions(grants.readByUser()), READING);
            equal(actions(grants.readByUser()), READING);
            equal(actions(grants.rotate(role)), List.of("lambda:InvokeFunction", "secretsmanager:RotateSecret"));
            equal(actions(grants.revoke(role)), List.of("lambda:InvokeFunction"));
        });
        checks.put(type + ": the metrics are the key's, by stack name and path, and can be changed", () -> {
            IRotatingKey key = newKey.apply(type + "Metrics");
            List<Metric> metrics = List.of(
                    key.metricKeyAge(), key.metricReplacedKeyInUse(), key.metricRotationFailures(), key.metricBlockedByUnmanagedKey());
            equal(metrics.stream().map(Metric::getMetricName).toList(), List.of("KeyAge", "ReplacedKeyInUse", "RotationFailures", "BlockedByUnmanagedKey"));
            equal(metrics.stream().map(Metric::getStatistic).toList(), List.of("Maximum", "Sum", "Sum", "Sum"));
            metrics.forEach(metric -> equal(
                    metric.getDimensions().get("Key").toString().replaceFirst("^\\$\\{Token\\[.*]}", "<stack name>"),
                    "<stack name>/" + type + "Metrics"));
            equal(key.metricKeyAge(MetricOptions.builder().statistic("Minimum").build()).getStatistic(), "Minimum");
        });
        checks.put(type + ": getEnv, getNode, getStack, toString and with work, and applyRemovalPolicy reaches the secret", () -> {
            IRotatingKey key = newKey.apply(type + "Inherited");
            String path = "Stack/" + type + "Inherited";
            equal(key.getEnv().getAccount(), STACK.getAccount());
            equal(key.getNode().getPath(), path);
            equal(key.getStack(), STACK);
            equal(key.toString(), path);
            equal(key.with().getNode().getPath(), path);
            key.applyRemovalPolicy(RemovalPolicy.RETAIN);
            CfnResource secret = (CfnResource) key.getSecret().getNode().getDefaultChild();
            equal(secret.getCfnOptions().getDeletionPolicy(), CfnDeletionPolicy.RETAIN);
        });
        checks.put(type + ": isConstruct, isResource, isOwnedResource and PROPERTY_INJECTION_ID work", () -> {
            IRotatingKey key = newKey.apply(type + "Statics");
            equal(statics.isConstruct().apply(key) && statics.isResource().apply(key), true);
            equal(statics.isResource().apply(STACK), false);
            // The CDK looks for a default child, and none of the resources of a rotating key is more the key than the others.
            equal(statics.isOwnedResource().apply(key), false);
            equal(statics.propertyInjectionId(), "cdk-iam-access-key." + type);
        });
    }

    /** What the function of a rotating key is told. The stack is the key's own, as a template needs the whole app. */
    static void checkEnvironment(final Consumer<Stack> addKey, final Map<String, Object> variables) {
        Stack ownStack = new Stack(new App(), "OwnStack");
        addKey.accept(ownStack);
        Template.fromStack(ownStack).hasResourceProperties("AWS::Lambda::Function", Map.of("Environment", Map.of("Variables", variables)));
    }
}
