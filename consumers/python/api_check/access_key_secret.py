"""What a Python user sees of AccessKeySecret."""

import inspect

from aws_cdk import App, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Template
from cdk_iam_access_key import AccessKey, AccessKeyFieldNames, AccessKeySecret

from .checks import STACK, actions, check, equal, message_of, parameters, public_names


def secret_of(name, **props):
    access_key = AccessKey(STACK, f"{name}Key", user=iam.User(STACK, f"{name}User"))
    return AccessKeySecret(STACK, name, access_key=access_key, **props)


def key_in_own_stack(app):
    """The stack is the key's own, as a template needs the whole app."""
    own_stack = Stack(app, "OwnStack")
    return AccessKey(own_stack, "AccessKey", user=iam.User(own_stack, "User"))


def check_secret(access_key, resource, **props):
    AccessKeySecret(access_key.stack, "Secret", access_key=access_key, **props)
    Template.from_stack(access_key.stack).has_resource("AWS::SecretsManager::Secret", resource)


def json(user_name, access_key_id, secret_access_key):
    """What the template has in place of the key in its own stack: a JSON of references, in fields of these names."""
    user, key = {"Ref": "User00B015A1"}, {"Ref": "AccessKeyE6B25659"}
    secret = {"Fn::GetAtt": ["AccessKeyE6B25659", "SecretAccessKey"]}
    return {
        "Fn::Join": [
            "",
            [f'{{"{user_name}":"', user, f'","{access_key_id}":"', key, f'","{secret_access_key}":"', secret, '"}'],
        ]
    }


@check("AccessKeySecret(scope, id, *, access_key) has further props, each with a default")
def _():
    further = {"field_names", "secret_name", "description", "encryption_key", "replica_regions", "removal_policy"}
    positional, keywords = parameters(AccessKeySecret.__init__)[:3], parameters(AccessKeySecret.__init__)[3:]
    equal([name for name, _, _ in positional], ["self", "scope", "id"])
    equal(keywords[0], ("access_key", "KEYWORD_ONLY", inspect.Parameter.empty))
    equal(set(keywords[1:]), {(name, "KEYWORD_ONLY", None) for name in further})


@check("AccessKeySecret has the public members of a Secret")
def _():
    equal(public_names(AccessKeySecret), public_names(secretsmanager.Secret))


@check("AccessKeySecret is a Secret: secret_arn, secret_value_from_json and grant_read work")
def _():
    secret = secret_of("SecretMembers")
    assert isinstance(secret, secretsmanager.Secret), type(secret)
    reference = {"Ref": STACK.get_logical_id(secret.node.default_child)}
    equal(STACK.resolve(secret.secret_arn), reference)
    value = {"Fn::Join": ["", ["{{resolve:secretsmanager:", reference, ":SecretString:accessKeyId::}}"]]}
    equal(STACK.resolve(secret.secret_value_from_json("accessKeyId")), value)
    role = iam.Role(STACK, "SecretGrantee", assumed_by=iam.AccountRootPrincipal())
    equal(actions(secret.grant_read(role)), ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"])


@check("AccessKeySecret: env, node, stack, apply_removal_policy, to_string and with_ work")
def _():
    secret = secret_of("InheritedSecret")
    equal(secret.env.account, STACK.account)
    equal(secret.node.path, "Stack/InheritedSecret")
    equal(secret.to_string(), "Stack/InheritedSecret")
    assert secret.stack is STACK, secret.stack
    secret.apply_removal_policy(RemovalPolicy.RETAIN)
    equal(secret.node.default_child.cfn_options.deletion_policy.name, "RETAIN")
    assert secret.with_() is secret


@check("AccessKeySecret: is_construct, is_owned_resource, is_resource, is_secret and PROPERTY_INJECTION_ID work")
def _():
    secret = secret_of("StaticsSecret")
    tests = [
        AccessKeySecret.is_construct,
        AccessKeySecret.is_owned_resource,
        AccessKeySecret.is_resource,
        AccessKeySecret.is_secret,
    ]
    equal([test(secret) for test in tests], [True] * 4)
    equal([test(STACK) for test in tests], [True] + [False] * 3)
    equal(AccessKeySecret.PROPERTY_INJECTION_ID, "cdk-iam-access-key.AccessKeySecret")


@check("AccessKeySecret holds the key as one JSON of references, if nothing else is said")
def _():
    properties = {"SecretString": json("userName", "accessKeyId", "secretAccessKey")}
    check_secret(key_in_own_stack(App()), {"DeletionPolicy": "Delete", "Properties": properties})


@check("AccessKeySecret takes the names of its fields")
def _():
    fields = AccessKeyFieldNames(access_key_id="id", secret_access_key="secret", user_name="user")
    check_secret(
        key_in_own_stack(App()), {"Properties": {"SecretString": json("user", "id", "secret")}}, field_names=fields
    )


@check("AccessKeySecret takes the props of a Secret")
def _():
    access_key = key_in_own_stack(App())
    encryption_key = kms.Key(access_key.stack, "EncryptionKey")
    check_secret(
        access_key,
        {
            "DeletionPolicy": "Retain",
            "Properties": {
                "Name": "mail",
                "Description": "sends mail",
                "KmsKeyId": access_key.stack.resolve(encryption_key.key_arn),
                "ReplicaRegions": [{"Region": "eu-central-1"}],
            },
        },
        secret_name="mail",
        description="sends mail",
        encryption_key=encryption_key,
        replica_regions=[secretsmanager.ReplicaRegion(region="eu-central-1")],
        removal_policy=RemovalPolicy.RETAIN,
    )


@check("a missing access key is refused by AccessKeySecret")
def _():
    equal(
        message_of(lambda: AccessKeySecret(STACK, "NoKey")),
        "TypeError: AccessKeySecret.__init__() missing 1 required keyword-only argument: 'access_key'",
    )


@check("equal names of fields are refused by AccessKeySecret")
def _():
    equal(
        message_of(lambda: secret_of("EqualNames", field_names=AccessKeyFieldNames(user_name="accessKeyId"))),
        "RuntimeError: Stack/EqualNames (AccessKeySecret): the field names are 'accessKeyId', 'accessKeyId', "
        "'secretAccessKey'; they must be different, and none of them can be empty. Change 'accessKeyId', or "
        "omit the field names. [InvalidFieldNames]",
    )


@check("a key of another stack is refused by AccessKeySecret")
def _():
    app = App()
    equal(
        message_of(lambda: AccessKeySecret(Stack(app, "Other"), "Secret", access_key=key_in_own_stack(app))),
        "RuntimeError: Other/Secret (AccessKeySecret): access key 'OwnStack/AccessKey' is in stack "
        "'OwnStack'; it must be in the same stack 'Other', because its secret access key must not leave "
        "its stack. Create the AccessKeySecret in the stack of its AccessKey, and pass the secret to the "
        "other stack. [SecretLeavesStack]",
    )
