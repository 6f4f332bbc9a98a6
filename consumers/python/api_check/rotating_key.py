"""What a Python user sees of every construct that rotates access keys."""

from aws_cdk import App, Duration, IResource, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Template
from constructs import Node
from cdk_iam_access_key import IRotatingKey, KeyRotation

from .checks import STACK, actions, check, equal, public_names

PROPS = {"rotation", "retire_unmanaged_keys_after", "secret", "encryption_key", "replica_regions", "removal_policy"}
MEMBERS = {
    "PROPERTY_INJECTION_ID",
    "grants",
    "handler",
    "log_group",
    "metric_blocked_by_unmanaged_key",
    "metric_key_age",
    "metric_rotation_failures",
    "metric_replaced_key_in_use",
    "secret",
    "user",
}


def check_environment(add_key, variables):
    """What the function of a rotating key is told. The stack is the key's own, as a template needs the whole app."""
    own_stack = Stack(App(), "OwnStack")
    add_key(own_stack)
    Template.from_stack(own_stack).has_resource_properties(
        "AWS::Lambda::Function", {"Environment": {"Variables": variables}}
    )


@check("IRotatingKey has the members that RotatingAccessKey and SesSmtpCredentials share")
def _():
    equal(public_names(IRotatingKey) - public_names(IResource), MEMBERS - {"PROPERTY_INJECTION_ID"})


def register_checks(kind, make):
    """Registers the checks of a class."""
    name = kind.__name__

    def key(suffix, **props):
        return make(f"{name}{suffix}", **props)

    @check(f"{name} takes the props of every rotating key")
    def _():
        key(
            "NewSecret",
            rotation=KeyRotation.on_demand(),
            retire_unmanaged_keys_after=Duration.days(30),
            encryption_key=kms.Key(STACK, f"{name}EncryptionKey"),
            replica_regions=[secretsmanager.ReplicaRegion(region="eu-central-1")],
            removal_policy=RemovalPolicy.DESTROY,
        )
        secret = secretsmanager.Secret(STACK, f"{name}GivenSecret")
        given = key("OfGivenSecret", secret=secret).secret
        equal(given.node.default_child.node.path, secret.node.default_child.node.path)

    @check(f"{name}: read, read_by_user, rotate and revoke grant these permissions and no others")
    def _():
        grants = key("Grants").grants
        role = iam.Role(STACK, f"{name}Grantee", assumed_by=iam.AccountRootPrincipal())
        reading = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        equal(actions(grants.read(role)), reading)
        equal([actions(grants.read_by_user()) for _ in range(2)], [reading] * 2)
        equal(actions(grants.rotate(role)), ["lambda:InvokeFunction", "secretsmanager:RotateSecret"])
        equal(actions(grants.revoke(role)), ["lambda:InvokeFunction"])

    @check(f"{name}: the metrics are the key's, by stack name and path, and can be changed")
    def _():
        this = key("Metrics")
        metrics = [
            this.metric_key_age(),
            this.metric_replaced_key_in_use(),
            this.metric_rotation_failures(),
            this.metric_blocked_by_unmanaged_key(),
        ]
        equal(
            [metric.metric_name for metric in metrics],
            ["KeyAge", "ReplacedKeyInUse", "RotationFailures", "BlockedByUnmanagedKey"],
        )
        equal([metric.statistic for metric in metrics], ["Maximum", "Sum", "Sum", "Sum"])
        dimensions = {"Key": {"Fn::Join": ["", [{"Ref": "AWS::StackName"}, f"/{name}Metrics"]]}}
        equal([STACK.resolve(metric.dimensions) for metric in metrics], [dimensions] * 4)
        equal(this.metric_key_age(statistic="Minimum").statistic, "Minimum")

    @check(f"{name}: env, node, stack, to_string and with_ work, and apply_removal_policy reaches the secret")
    def _():
        this = key("Inherited")
        equal(this.env.account, STACK.account)
        assert isinstance(this.node, Node), type(this.node)
        equal(this.node.path, f"Stack/{name}Inherited")
        equal(this.to_string(), f"Stack/{name}Inherited")
        assert this.stack is STACK, this.stack
        assert this.with_() is this
        this.apply_removal_policy(RemovalPolicy.RETAIN)
        equal(this.secret.node.default_child.cfn_options.deletion_policy.name, "RETAIN")

    @check(f"{name}: is_construct, is_resource, is_owned_resource and PROPERTY_INJECTION_ID work")
    def _():
        this = key("Statics")
        equal([kind.is_construct(this), kind.is_resource(this)], [True] * 2)
        # The CDK looks for a default child, and none of the resources of a rotating key is more the key than the
        # others.
        equal([kind.is_owned_resource(this), kind.is_resource(STACK)], [False] * 2)
        equal(kind.PROPERTY_INJECTION_ID, f"cdk-iam-access-key.{name}")
