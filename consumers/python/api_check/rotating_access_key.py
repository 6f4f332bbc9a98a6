"""What a Python user sees of RotatingAccessKey, its rotation and its grants."""

import inspect

from aws_cdk import Duration, RemovalPolicy, Resource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from cdk_iam_access_key import AccessKey, AccessKeyFields, KeyRotation, RotatingAccessKey, RotatingAccessKeyGrants

from .checks import STACK, check, equal, message_of, parameters, public_names


def key(name, **props):
    """A key with a user of its own, as both of a user's slots belong to the key."""
    return RotatingAccessKey(STACK, name, user=iam.User(STACK, f"{name}User"), **props)


def days(rotation):
    return [duration.to_days() for duration in (rotation.interval, rotation.overlap, rotation.recovery, rotation.max_age) if duration]


def actions(grant):
    return sorted(grant.principal_statement.actions)


@check("RotatingAccessKey(scope, id, *, user) has further props, each with a default")
def _():
    empty = inspect.Parameter.empty
    optional = ["rotation", "retire_foreign_keys_after", "secret", "encryption_key", "replica_regions", "fields", "removal_policy"]
    positional, keywords = parameters(RotatingAccessKey.__init__)[:3], parameters(RotatingAccessKey.__init__)[3:]
    equal([name for name, _, _ in positional], ["self", "scope", "id"])
    equal(keywords[0], ("user", "KEYWORD_ONLY", empty))
    equal(sorted(keywords[1:]), sorted((name, "KEYWORD_ONLY", None) for name in optional))


@check("RotatingAccessKey has its own public members, and those of a Resource")
def _():
    own = {"secret", "user", "grants", "is_rotating_access_key", "PROPERTY_INJECTION_ID"}
    metrics = {"metric_key_age", "metric_stale_consumer", "metric_rotation_failure", "metric_foreign_key_blocked"}
    equal(public_names(RotatingAccessKey) - public_names(Resource), own | metrics)


@check("RotatingAccessKeyGrants and KeyRotation have these public members")
def _():
    equal(public_names(RotatingAccessKeyGrants), {"read", "read_by_user", "rotate", "revoke"})
    equal(public_names(KeyRotation), {"every", "on_demand", "interval", "overlap", "recovery", "max_age"})


@check("KeyRotation.every and .on_demand have the documented defaults")
def _():
    equal(days(KeyRotation.every(Duration.days(60))), [60, 14, 7, 90])
    equal(KeyRotation.on_demand().interval, None)
    equal(days(KeyRotation.on_demand()), [14, 7, 90])


@check("KeyRotation.every and .on_demand take an overlap, a recovery and a greatest age")
def _():
    options = dict(overlap=Duration.days(3), recovery=Duration.days(2), max_age=Duration.days(40))
    equal(days(KeyRotation.every(Duration.days(30), **options)), [30, 3, 2, 40])
    equal(days(KeyRotation.on_demand(**options)), [3, 2, 40])


@check("KeyRotation and the grants cannot be made or subclassed, and not be changed")
def _():
    class OwnRotation(KeyRotation):
        pass

    class RotationWithoutOverlap(KeyRotation):
        def __init__(self):
            pass

        @property
        def overlap(self):
            return Duration.days(0)

    for kind in (KeyRotation, OwnRotation, RotationWithoutOverlap, RotatingAccessKeyGrants):
        assert message_of(kind) != "no error", kind
    assert "has no setter" in message_of(lambda: setattr(KeyRotation.on_demand(), "overlap", Duration.days(0)))


@check("a user is enough, and an imported user and a CfnUser fit")
def _():
    user = iam.User(STACK, "OnlyUser")
    assert RotatingAccessKey(STACK, "Only", user=user).user is user
    RotatingAccessKey(STACK, "OfImported", user=iam.User.from_user_name(STACK, "ImportedUser", "alice"))
    RotatingAccessKey(STACK, "OfCfn", user=iam.CfnUser(STACK, "CfnUserOfRotating"))


@check("every prop is taken")
def _():
    key(
        "NewSecret",
        rotation=KeyRotation.on_demand(),
        retire_foreign_keys_after=Duration.days(30),
        encryption_key=kms.Key(STACK, "EncryptionKey"),
        replica_regions=[secretsmanager.ReplicaRegion(region="eu-central-1")],
        fields=AccessKeyFields(user_name="user", access_key_id="id", secret_access_key="secret"),
        removal_policy=RemovalPolicy.DESTROY,
    )
    secret = secretsmanager.Secret(STACK, "GivenSecret")
    assert key("OfGivenSecret", secret=secret).secret is secret


@check("read, read_by_user, rotate and revoke give these rights and no others")
def _():
    this = key("Grants")
    role = iam.Role(STACK, "Grantee", assumed_by=iam.AccountRootPrincipal())
    reading = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    equal(actions(this.grants.read(role)), reading)
    equal([actions(this.grants.read_by_user()) for _ in range(2)], [reading] * 2)
    equal(actions(this.grants.rotate(role)), ["secretsmanager:RotateSecret"])
    equal(actions(this.grants.revoke(role)), ["lambda:InvokeFunction"])


@check("the metrics are the key's, by path, and can be changed")
def _():
    this = key("Metrics")
    metrics = [this.metric_key_age(), this.metric_stale_consumer(), this.metric_rotation_failure(), this.metric_foreign_key_blocked()]
    equal([metric.metric_name for metric in metrics], ["KeyAge", "StaleConsumer", "Failures", "ForeignKeyBlocked"])
    equal([metric.statistic for metric in metrics], ["Maximum", "Sum", "Sum", "Sum"])
    equal([metric.dimensions for metric in metrics], [{"Key": "Stack/Metrics"}] * 4)
    equal(this.metric_key_age(statistic="Minimum").statistic, "Minimum")


@check("is_rotating_access_key tells it from an AccessKey")
def _():
    equal(RotatingAccessKey.is_rotating_access_key(key("Rotating")), True)
    still = AccessKey(STACK, "NotRotating", user=iam.User(STACK, "NotRotatingUser"))
    equal(RotatingAccessKey.is_rotating_access_key(still), False)
    equal(RotatingAccessKey.PROPERTY_INJECTION_ID, "cdk-iam-access-key.RotatingAccessKey")


@check("apply_removal_policy reaches the secret")
def _():
    this = key("Retained")
    this.apply_removal_policy(RemovalPolicy.RETAIN)
    equal(this.secret.node.default_child.cfn_options.deletion_policy.name, "RETAIN")


@check("a missing user is refused, by RotatingAccessKey too")
def _():
    equal(
        message_of(lambda: RotatingAccessKey(STACK, "NoUserToRotate")),
        "TypeError: RotatingAccessKey.__init__() missing 1 required keyword-only argument: 'user'",
    )


@check("an interval too long for its greatest age is refused")
def _():
    equal(
        message_of(lambda: key("TooLong", rotation=KeyRotation.every(Duration.days(80)))),
        "RuntimeError: access key 'Stack/TooLong': an interval of 80 days with an overlap of 14 days, expected an interval of at most 75 days, "
        "so that no key is active for more than maxAge (90 days), the day that Secrets Manager may take included; "
        "shorten interval or overlap, or set a longer maxAge",
    )


@check("an encryption key for a given secret is refused")
def _():
    secret, encryption_key = secretsmanager.Secret(STACK, "Encrypted"), kms.Key(STACK, "Encrypting")
    equal(
        message_of(lambda: key("TwoSecrets", secret=secret, encryption_key=encryption_key)),
        "RuntimeError: access key 'Stack/TwoSecrets': encryptionKey together with secret, expected encryptionKey for a new secret alone; "
        "leave out secret, or set encryptionKey where the secret is made",
    )
