import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template
from cdk_iam_access_key import AccessKey

from app import RotatingAccessKeyExampleStack


def test_rotates_the_access_key_every_60_days():
    template = Template.from_stack(RotatingAccessKeyExampleStack(App(), "Stack"))

    template.has_resource_properties(
        "AWS::SecretsManager::RotationSchedule",
        {"RotationRules": {"AutomaticallyAfterDays": 60}},
    )


def test_notifies_operators_of_a_replaced_key_in_use():
    template = Template.from_stack(RotatingAccessKeyExampleStack(App(), "Stack"))

    template.has_resource_properties(
        "AWS::CloudWatch::Alarm",
        {"MetricName": "ReplacedKeyInUse", "AlarmActions": Match.any_value()},
    )


def test_raises_if_the_serial_is_negative():
    stack = Stack(App(), "Stack")
    user = iam.User(stack, "User")

    with pytest.raises(RuntimeError, match="serial is -1"):
        AccessKey(stack, "AccessKey", user=user, serial=-1)
