"""What a Python user sees of RotatingAccessKey, its rotation and its grants."""

import inspect

from aws_cdk import Duration, Resource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from cdk_iam_access_key import AccessKey, AccessKeyFieldNames, KeyRotation, RotatingAccessKey, RotatingKeyGrants

from . import rotating_key
from .checks import STACK, check, equal, message_of, parameters, public_names


def key(name, **props):
    """A key with a user of its own, because the key needs both access keys of a user."""
    return RotatingAccessKey(STACK, name, user=iam.User(STACK, f"{name}User"), **props)


def days(rotation):
    return [
        duration.to_days()
        for duration in (rotation.interval, rotation.overlap, rotation.recovery_window, rotation.max_age)
        if duration
    ]


rotating_key.register_checks(RotatingAccessKey, key)


@check("RotatingAccessKey(scope, id, *, user) has further props, each with a default")
def _():
    positional, keywords = parameters(RotatingAccessKey.__init__)[:3], parameters(RotatingAccessKey.__init__)[3:]
    equal([name for name, _, _ in positional], ["self", "scope", "id"])
    equal(keywords[0], ("user", "KEYWORD_ONLY", inspect.Parameter.empty))
    equal(set(keywords[1:]), {(name, "KEYWORD_ONLY", None) for name in rotating_key.PROPS | {"field_names"}})


@check("RotatingAccessKey has the public members of a rotating key, those of a Resource, and one of its own")
def _():
    equal(public_names(RotatingAccessKey) - public_names(Resource), rotating_key.MEMBERS | {"is_rotating_access_key"})


@check("RotatingKeyGrants and KeyRotation have these public members")
def _():
    equal(public_names(RotatingKeyGrants), {"read", "read_by_user", "rotate", "revoke"})
    equal(public_names(KeyRotation), {"every", "on_demand", "interval", "overlap", "recovery_window", "max_age"})


@check("KeyRotation.every and .on_demand have the documented defaults")
def _():
    equal(days(KeyRotation.every(Duration.days(60))), [60, 14, 7, 90])
    equal(KeyRotation.on_demand().interval, None)
    equal(days(KeyRotation.on_demand()), [14, 7, 90])


@check("KeyRotation.every and .on_demand take an overlap, a recovery window and a maximum age")
def _():
    options = dict(overlap=Duration.days(3), recovery_window=Duration.days(2), max_age=Duration.days(40))
    equal(days(KeyRotation.every(Duration.days(30), **options)), [30, 3, 2, 40])
    equal(days(KeyRotation.on_demand(**options)), [3, 2, 40])


@check("KeyRotation and the grants cannot be created, subclassed or changed")
def _():
    class OwnRotation(KeyRotation):
        pass

    class RotationWithoutOverlap(KeyRotation):
        def __init__(self):
            pass

        @property
        def overlap(self):
            return Duration.days(0)

    for kind in (KeyRotation, OwnRotation, RotationWithoutOverlap, RotatingKeyGrants):
        assert message_of(kind) != "no error", kind
    assert "has no setter" in message_of(lambda: setattr(KeyRotation.on_demand(), "overlap", Duration.days(0)))


@check("a user is enough, and an imported user and a CfnUser fit")
def _():
    user = iam.User(STACK, "OnlyUser")
    assert RotatingAccessKey(STACK, "Only", user=user).user is user
    RotatingAccessKey(STACK, "OfImported", user=iam.User.from_user_name(STACK, "ImportedUser", "alice"))
    RotatingAccessKey(STACK, "OfCfn", user=iam.CfnUser(STACK, "CfnUserOfRotating"))


@check("RotatingAccessKey takes the names of its fields")
def _():
    fields = AccessKeyFieldNames(access_key_id="id", secret_access_key="secret", user_name="user")
    rotating_key.check_environment(
        lambda own_stack: RotatingAccessKey(own_stack, "Key", user=iam.User(own_stack, "User"), field_names=fields),
        {"FIELD_NAMES": '{"accessKeyId":"id","secretAccessKey":"secret","userName":"user"}'},
    )


@check("is_rotating_access_key tells it from an AccessKey")
def _():
    equal(RotatingAccessKey.is_rotating_access_key(key("Rotating")), True)
    still = AccessKey(STACK, "NotRotating", user=iam.User(STACK, "NotRotatingUser"))
    equal(RotatingAccessKey.is_rotating_access_key(still), False)


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
        "RuntimeError: Stack/TooLong (RotatingAccessKey): the interval is 80 days and the overlap is 14 days; "
        "interval, overlap and one day for a late rotation must not exceed the maximum age of 90 days, so the "
        "interval must be at most 75 days. Shorten the interval or the overlap, or set a longer maximum age. "
        "[InvalidRotation]",
    )


@check("an encryption key for a given secret is refused")
def _():
    secret, encryption_key = secretsmanager.Secret(STACK, "Encrypted"), kms.Key(STACK, "Encrypting")
    equal(
        message_of(lambda: key("TwoSecrets", secret=secret, encryption_key=encryption_key)),
        "RuntimeError: Stack/TwoSecrets (RotatingAccessKey): an encryption key and a secret are both passed; an "
        "encryption key can be passed for a new secret only. Omit the secret, or set an encryption key where "
        "the secret is created. [SettingOfGivenSecret]",
    )
