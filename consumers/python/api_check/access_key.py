"""What a Python user sees of AccessKey."""

import inspect

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk.interfaces.aws_iam import AccessKeyReference
from constructs import Node
from cdk_iam_access_key import AccessKey, AccessKeyProps

from .checks import STACK, check, equal, message_of, parameters, public_names

MEMBERS = {
    "PROPERTY_INJECTION_ID",
    "access_key_id",
    "access_key_ref",
    "apply_removal_policy",
    "env",
    "is_construct",
    "is_owned_resource",
    "is_resource",
    "node",
    "secret_access_key",
    "stack",
    "to_string",
    "with_",
}


def key(name, **props):
    """A key with a user of its own, as IAM allows two keys a user."""
    return AccessKey(STACK, name, user=iam.User(STACK, f"{name}User"), **props)


@check("AccessKey(scope, id, *, user, serial=None, status=None)")
def _():
    empty = inspect.Parameter.empty
    expected = [
        ("self", "POSITIONAL_OR_KEYWORD", empty),
        ("scope", "POSITIONAL_OR_KEYWORD", empty),
        ("id", "POSITIONAL_OR_KEYWORD", empty),
        ("user", "KEYWORD_ONLY", empty),
        ("serial", "KEYWORD_ONLY", None),
        ("status", "KEYWORD_ONLY", None),
    ]
    equal(parameters(AccessKey.__init__), expected)


@check("the parameters are those of aws_iam.AccessKey")
def _():
    equal(parameters(AccessKey.__init__), parameters(iam.AccessKey.__init__))
    equal(parameters(AccessKeyProps.__init__), parameters(iam.AccessKeyProps.__init__))


@check("the public members are those of aws_iam.AccessKey")
def _():
    equal(MEMBERS - public_names(AccessKey), set())
    equal(public_names(AccessKey), public_names(iam.AccessKey))
    equal(public_names(AccessKeyProps), public_names(iam.AccessKeyProps))


@check("the constructor takes a serial and a status, and an imported user and a CfnUser")
def _():
    key("AllProps", serial=1, status=iam.AccessKeyStatus.INACTIVE)
    AccessKey(STACK, "OfImportedUser", user=iam.User.from_user_name(STACK, "Imported", "bob"))
    AccessKey(STACK, "OfCfnUser", user=iam.CfnUser(STACK, "CfnUser"))


@check("access_key_id, secret_access_key and access_key_ref are the resource's")
def _():
    this = key("Members")
    logical_id = STACK.get_logical_id(this.node.default_child)
    equal(STACK.resolve(this.access_key_id), {"Ref": logical_id})
    equal(STACK.resolve(this.secret_access_key), {"Fn::GetAtt": [logical_id, "SecretAccessKey"]})
    assert isinstance(this.access_key_ref, AccessKeyReference), type(this.access_key_ref)
    equal(STACK.resolve(this.access_key_ref.access_key_id), {"Ref": logical_id})


@check("env, node, stack, apply_removal_policy, to_string and with_ work")
def _():
    this = key("Inherited")
    equal(this.env.account, STACK.account)
    equal(this.env.region, STACK.region)
    assert isinstance(this.node, Node), type(this.node)
    equal(this.node.path, "Stack/Inherited")
    equal(this.to_string(), "Stack/Inherited")
    assert this.stack is STACK, this.stack
    this.apply_removal_policy(RemovalPolicy.RETAIN)
    equal(this.node.default_child.cfn_options.deletion_policy.name, "RETAIN")
    assert this.with_() is this


@check("is_construct, is_owned_resource, is_resource and PROPERTY_INJECTION_ID work")
def _():
    this = key("Statics")
    equal([AccessKey.is_construct(this), AccessKey.is_owned_resource(this), AccessKey.is_resource(this)], [True] * 3)
    equal([AccessKey.is_owned_resource(STACK), AccessKey.is_resource(STACK)], [False] * 2)
    equal(AccessKey.PROPERTY_INJECTION_ID, "cdk-iam-access-key.AccessKey")


@check("a missing user is refused")
def _():
    equal(
        message_of(lambda: AccessKey(STACK, "NoUser")),
        "TypeError: AccessKey.__init__() missing 1 required keyword-only argument: 'user'",
    )


for serial in (1.5, -1):

    @check(f"serial {serial} is refused")
    def _(serial=serial):
        equal(
            message_of(lambda: key(f"Serial{serial}", serial=serial)),
            f"RuntimeError: Stack/Serial{serial} (AccessKey): serial is {serial}; it must be a whole number of zero "
            "or more. Start with 1 and add 1 for each replacement, or omit serial. [InvalidSerial]",
        )
