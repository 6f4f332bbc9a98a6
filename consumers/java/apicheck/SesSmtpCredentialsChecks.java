package com.example.apicheck;

import static com.example.apicheck.Expect.STACK;
import static com.example.apicheck.Expect.equal;
import static com.example.apicheck.Expect.errorOf;
import static com.example.apicheck.Expect.ownNames;
import static com.example.apicheck.Expect.union;
import static com.example.apicheck.RotatingKeyChecks.checkEnvironment;

import com.example.apicheck.RotatingKeyChecks.Statics;
import io.github.cdkiamaccesskey.IRotatingKey;
import io.github.cdkiamaccesskey.KeyRotation;
import io.github.cdkiamaccesskey.RotatingAccessKey;
import io.github.cdkiamaccesskey.SesSmtpCredentials;
import io.github.cdkiamaccesskey.SesSmtpCredentialsProps;
import io.github.cdkiamaccesskey.SesSmtpFieldNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Resource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.ses.CfnEmailIdentity;
import software.amazon.awscdk.services.ses.CfnEmailIdentityProps;
import software.amazon.awscdk.services.ses.ConfigurationSet;
import software.amazon.awscdk.services.ses.EmailIdentity;
import software.amazon.awscdk.services.ses.Identity;

/** What a Java user sees of SesSmtpCredentials. */
final class SesSmtpCredentialsChecks {
    private static final EmailIdentity IDENTITY = newIdentity(STACK);

    private SesSmtpCredentialsChecks() { }

    static void addTo(final Map<String, Runnable> checks) {
        RotatingKeyChecks.addTo(checks, "SesSmtpCredentials", SesSmtpCredentialsChecks::newKey, new Statics(
                SesSmtpCredentials.PROPERTY_INJECTION_ID,
                SesSmtpCredentials::isConstruct, SesSmtpCredentials::isResource, SesSmtpCredentials::isOwnedResource));
        checks.put("SesSmtpCredentials, its builder and that of its fields have these public methods", () -> {
            equal(ownNames(SesSmtpCredentials.class, Resource.class), union(RotatingKeyChecks.MEMBERS, Set.of("isSesSmtpCredentials")));
            equal(ownNames(SesSmtpCredentials.Builder.class, Object.class), union(RotatingKeyChecks.PROPS, Set.of(
                    "create", "build", "identities", "configurationSets", "fromAddress", "user", "regions", "port", "fips", "dualStack", "fieldNames")));
            equal(ownNames(SesSmtpFieldNames.Builder.class, Object.class), Set.of(
                    "build", "username", "password", "host", "port", "region", "endpoints"));
        });
        checks.put("identities are enough for SesSmtpCredentials: a new one, an imported one and a CfnEmailIdentity fit", () -> {
            CfnEmailIdentity cfnIdentity = new CfnEmailIdentity(
                    STACK, "CfnIdentity", CfnEmailIdentityProps.builder().emailIdentity("example.net").build());
            SesSmtpCredentialsProps props = SesSmtpCredentialsProps.builder()
                    .identities(List.of(IDENTITY, EmailIdentity.fromEmailIdentityName(STACK, "ImportedIdentity", "example.org"), cfnIdentity))
                    .build();
            equal(new SesSmtpCredentials(STACK, "OfIdentities", props).getUser() instanceof User, true);
        });
        checks.put("a user who is given fits instead of identities", () -> {
            User user = new User(STACK, "Sender");
            equal(SesSmtpCredentials.Builder.create(STACK, "OfSender").user(user).build().getUser(), user);
        });
        checks.put("the endpoint is port 587 of the stack's region, and the fields keep their names, if nothing else is said", () -> {
            Map<String, String> region = Map.of("Ref", "AWS::Region");
            List<Object> parts = List.of(
                    "{\"port\":587,\"endpoints\":[{\"region\":\"", region, "\",\"host\":\"email-smtp.", region, ".", Map.of("Ref", "AWS::URLSuffix"),
                    "\"}]}");
            checkEnvironment(
                    ownStack -> SesSmtpCredentials.Builder.create(ownStack, "Smtp").identities(List.of(newIdentity(ownStack))).build(),
                    Map.of("SES_SMTP", Map.of("Fn::Join", List.of("", parts)), "FIELD_NAMES", "{}"));
        });
        checks.put("SesSmtpCredentials takes the props of sender and endpoints, and the names of its fields", () -> checkEnvironment(
                ownStack -> SesSmtpCredentials.Builder.create(ownStack, "Smtp")
                        .identities(List.of(newIdentity(ownStack)))
                        .configurationSets(List.of(new ConfigurationSet(ownStack, "ConfigurationSet")))
                        .fromAddress("noreply@example.com")
                        .regions(List.of("us-east-1", "us-west-2"))
                        .port(465)
                        .fips(true)
                        .dualStack(true)
                        .fieldNames(SesSmtpFieldNames.builder()
                                .endpoints("all").host("server").password("pass").port("number").region("place").username("login").build())
                        .build(),
                Map.of(
                        "SES_SMTP", "{\"port\":465,\"endpoints\":[{\"region\":\"us-east-1\",\"host\":\"email-smtp-fips.us-east-1.api.aws\"},"
                                + "{\"region\":\"us-west-2\",\"host\":\"email-smtp-fips.us-west-2.api.aws\"}]}",
                        "FIELD_NAMES", "{\"endpoints\":\"all\",\"host\":\"server\",\"password\":\"pass\",\"port\":\"number\",\"region\":\"place\","
                                + "\"username\":\"login\"}")));
        checks.put("SesSmtpCredentials takes the props of every rotating key", () -> {
            builder("NewSmtpSecret")
                    .rotation(KeyRotation.onDemand())
                    .retireUnmanagedKeysAfter(Duration.days(30))
                    .encryptionKey(new Key(STACK, "SmtpEncryptionKey"))
                    .replicaRegions(List.of(ReplicaRegion.builder().region("eu-central-1").build()))
                    .removalPolicy(RemovalPolicy.DESTROY)
                    .build();
            Secret secret = new Secret(STACK, "GivenSmtpSecret");
            ISecret given = builder("OfGivenSmtpSecret").secret(secret).build().getSecret();
            equal(given.getNode().getDefaultChild(), secret.getNode().getDefaultChild());
        });
        checks.put("isSesSmtpCredentials tells them from a RotatingAccessKey", () -> {
            SesSmtpCredentials smtp = builder("Smtp").build();
            RotatingAccessKey key = RotatingAccessKey.Builder.create(STACK, "NotSmtp").user(new User(STACK, "NotSmtpUser")).build();
            equal(SesSmtpCredentials.isSesSmtpCredentials(smtp), true);
            equal(SesSmtpCredentials.isSesSmtpCredentials(key), false);
            equal(RotatingAccessKey.isRotatingAccessKey(smtp), false);
        });
        checks.put("neither identities nor a user is refused by SesSmtpCredentials", () -> refuses(
                SesSmtpCredentials.Builder.create(STACK, "NoSender"),
                "Stack/NoSender (SesSmtpCredentials): neither identities nor a user are passed; a new user needs "
                    + "the SES identities that it can send from. Pass one or more email identities, new or imported, "
                    + "or a user that has permission to send. [MissingIdentities]"));
        checks.put("rights for a given user is refused by SesSmtpCredentials", () -> refuses(
                builder("TwoSenders").user(new User(STACK, "SenderWithRights")),
                "Stack/TwoSenders (SesSmtpCredentials): identities and a user are both passed; identities can be "
                    + "passed for a new user only, because the permissions of an existing user are not changed. "
                    + "Allow ses:SendRawEmail where the user is created, or omit the user. [PermissionsOfGivenUser]"));
        checks.put("a malformed region is refused by SesSmtpCredentials", () -> refuses(
                builder("NoRegion").regions(List.of("eu-west-1", "Frankfurt")),
                "Stack/NoRegion (SesSmtpCredentials): the regions contain 'Frankfurt'; each must be the code of a "
                    + "region, such as eu-west-1 or us-gov-west-1. Use the code of the region, or remove it. "
                    + "[InvalidRegions]"));
        checks.put("a port that SES does not listen on is refused by SesSmtpCredentials", () -> refuses(
                builder("NoPort").port(26),
                "Stack/NoPort (SesSmtpCredentials): port is 26; it must be one of 25, 587, 2587, 465, 2465, the "
                    + "ports of SES. Omit the port to use 587 with STARTTLS, or use 465 for a client that starts "
                    + "with TLS. [InvalidPort]"));
        checks.put("a malformed from address is refused by SesSmtpCredentials", () -> refuses(
                builder("NoAddress").fromAddress("example.com"),
                "Stack/NoAddress (SesSmtpCredentials): the from address is 'example.com'; it must be one email "
                    + "address, without a display name, wildcards or policy variables. Pass the address alone, such "
                    + "as noreply@example.com, or omit it to allow all addresses of the identities. "
                    + "[InvalidFromAddress]"));
    }

    private static void refuses(final SesSmtpCredentials.Builder builder, final String message) {
        equal(errorOf(builder::build), "software.amazon.jsii.JsiiError: " + message);
    }

    private static IRotatingKey newKey(final String id) {
        return builder(id).build();
    }

    private static SesSmtpCredentials.Builder builder(final String id) {
        return SesSmtpCredentials.Builder.create(STACK, id).identities(List.of(IDENTITY));
    }

    private static EmailIdentity newIdentity(final Stack scope) {
        return EmailIdentity.Builder.create(scope, "Identity").identity(Identity.domain("example.com")).build();
    }
}
