"""The samples of docs/python.md that are no part of an example."""

import json

from aws_cdk import App, Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template
from cdk_iam_access_key import (
    AccessKey,
    AccessKeyFieldNames,
    AccessKeySecret,
    KeyRotation,
    RotatingAccessKey,
    SesSmtpCredentials,
)

from .checks import check, equal


class AccessKeySecretStack(Stack):
    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        # snippet:access-key-secret
        user = iam.User(self, "User")
        access_key = AccessKey(self, "AccessKey", user=user)
        AccessKeySecret(self, "Secret", access_key=access_key)
        # end-snippet


class MailRelayStack(Stack):
    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        identity = ses.EmailIdentity(self, "Identity", identity=ses.Identity.domain("example.com"))
        smtp = SesSmtpCredentials(self, "Smtp", identities=[identity])
        # snippet:mail-relay
        relay = iam.User(self, "Relay")
        smtp.grants.read(relay)
        RotatingAccessKey(self, "RelayKey", user=relay).grants.read_by_user()
        # end-snippet


class OptionsStack(Stack):
    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        user = iam.User(self, "User")
        # snippet:options
        RotatingAccessKey(
            self,
            "Key",
            user=user,
            rotation=KeyRotation.every(Duration.days(30), overlap=Duration.days(7), max_age=Duration.days(45)),
            field_names=AccessKeyFieldNames(access_key_id="id", secret_access_key="secret"),
        )
        # end-snippet


@check("the sample of AccessKeySecret stores all three fields in one secret")
def _():
    (secret,) = (
        Template.from_stack(AccessKeySecretStack(App(), "Stack")).find_resources("AWS::SecretsManager::Secret").values()
    )
    value = json.dumps(secret["Properties"]["SecretString"])
    equal([field in value for field in ("userName", "accessKeyId", "secretAccessKey")], [True] * 3)


@check("the sample of a mail relay has a second user that can read both secrets")
def _():
    template = Template.from_stack(MailRelayStack(App(), "Stack"))
    template.resource_count_is("AWS::IAM::User", 2)
    template.resource_count_is("AWS::SecretsManager::Secret", 2)
    policies = [
        policy for policy in template.find_resources("AWS::IAM::Policy").values() if "Users" in json.dumps(policy)
    ]
    readers = [
        policy
        for policy in policies
        if "GetSecretValue" in json.dumps(policy) and "Relay3F9A082A" in json.dumps(policy["Properties"]["Users"])
    ]
    equal(len(readers), 2)


@check("the sample of options rotates every 30 days, with other names of fields")
def _():
    template = Template.from_stack(OptionsStack(App(), "Stack"))
    template.has_resource_properties(
        "AWS::SecretsManager::RotationSchedule", {"RotationRules": {"AutomaticallyAfterDays": 30}}
    )
    (function,) = template.find_resources("AWS::Lambda::Function").values()
    equal(json.loads(function["Properties"]["Environment"]["Variables"]["FIELD_NAMES"])["accessKeyId"], "id")
