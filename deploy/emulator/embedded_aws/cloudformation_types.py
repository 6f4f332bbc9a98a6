"""CloudFormation types that ministack lacks, or whose Ref differs.

A handler returns ``(physical id, attributes)``. A replacement is a create; the engine deletes the old one in its
clean-up
phase, or the new one if the update fails.
"""

import json
import re
import secrets as secrets_module

from ministack.services import iam, secretsmanager
from ministack.services.cloudformation import provisioners

from . import secrets
from .behaviours import behaviour

Created = tuple[str, dict[str, str]]


@behaviour(
    "cloudformation-access-key",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html",
)
def _access_key() -> None:
    provisioners._REPLACING_PROPERTIES["AWS::IAM::AccessKey"] = ("UserName", "Serial")
    provisioners._RESOURCE_HANDLERS["AWS::IAM::AccessKey"] = {
        "create": _create_access_key,
        "update": _update_access_key,
        "delete": _delete_access_key,
    }


def _create_access_key(logical_id: str, properties: dict, stack_name: str) -> Created:
    user = properties["UserName"]
    body = _done(iam._create_access_key({"UserName": [user]}))
    key = _field(body, "AccessKeyId")
    if properties.get("Status", "Active") != "Active":
        _done(iam._update_access_key({"UserName": [user], "AccessKeyId": [key], "Status": [properties["Status"]]}))
    return key, {"SecretAccessKey": _field(body, "SecretAccessKey")}


def _update_access_key(physical_id: str, old: dict, new: dict, stack_name: str) -> Created:
    _done(
        iam._update_access_key(
            {"UserName": [new["UserName"]], "AccessKeyId": [physical_id], "Status": [new.get("Status", "Active")]}
        )
    )
    return physical_id, {"SecretAccessKey": iam._access_keys[physical_id]["SecretAccessKey"]}


def _delete_access_key(physical_id: str, properties: dict) -> None:
    """Deleting what is gone succeeds, as for every CloudFormation resource."""
    if physical_id in iam._access_keys:
        _done(iam._delete_access_key({"UserName": [properties["UserName"]], "AccessKeyId": [physical_id]}))


@behaviour(
    "cloudformation-rotation-schedule",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html",
)
def _rotation_schedule() -> None:
    provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::RotationSchedule"] = {
        "create": lambda logical_id, properties, stack_name: _schedule_rotation(properties),
        "update": lambda physical_id, old, new, stack_name: _schedule_rotation(new),
        "delete": _cancel_rotation,
    }


def _schedule_rotation(properties: dict) -> Created:
    """Creating or changing the schedule rotates, unless RotateImmediatelyOnUpdate is false."""
    body = _done(
        secretsmanager._rotate_secret(
            {
                "SecretId": properties["SecretId"],
                "RotationLambdaARN": properties.get("RotationLambdaARN"),
                "RotationRules": dict(properties.get("RotationRules") or {}),
                "RotateImmediately": str(properties.get("RotateImmediatelyOnUpdate", True)).lower() != "false",
            }
        )
    )
    arn = json.loads(body)["ARN"]
    return arn, {"Id": arn}


def _cancel_rotation(physical_id: str, properties: dict) -> None:
    secret = secrets.find(physical_id)
    if secret:
        secret.update(RotationEnabled=False, RotationRules=None, RotationLambdaARN=None)


@behaviour(
    "cloudformation-secret-policy",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html",
)
def _secret_policy() -> None:
    provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::ResourcePolicy"] = {
        "create": lambda logical_id, properties, stack_name: _put_policy(properties),
        "update": lambda physical_id, old, new, stack_name: _put_policy(new),
        "delete": lambda physical_id, properties: secretsmanager._delete_resource_policy({"SecretId": physical_id}),
    }


def _put_policy(properties: dict) -> Created:
    body = _done(
        secretsmanager._put_resource_policy(
            {
                "SecretId": properties["SecretId"],
                "ResourcePolicy": json.dumps(properties["ResourcePolicy"]),
            }
        )
    )
    arn = json.loads(body)["ARN"]
    return arn, {"Id": arn}


@behaviour(
    "cloudformation-secret-ref",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html",
)
def _secret_ref() -> None:
    """Ref of a Secret is its ARN. ministack's is the name, which no policy's resource matches."""
    handlers = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def create_secret(logical_id: str, properties: dict, stack_name: str) -> Created:
        _, attributes = create(logical_id, properties, stack_name)
        return attributes["Arn"], attributes

    def update_secret(
        physical_id: str, old: dict, new: dict, stack_name: str, logical_id: str | None = None
    ) -> Created:
        _, attributes = update(_name(physical_id), old, new, stack_name, logical_id)
        return attributes["Arn"], attributes

    handlers.update(
        create=create_secret,
        update=update_secret,
        delete=lambda physical_id, properties: delete(_name(physical_id), properties),
    )


@behaviour(
    "cloudformation-function-name",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html",
)
def _function_name() -> None:
    """The name of a function is generated for each creation.

    ministack's is the same for all functions of a logical id.
    """
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
    create, update = handlers["create"], handlers["update"]

    def create_function(logical_id: str, properties: dict, stack_name: str) -> Created:
        name = f"{stack_name}-{logical_id}"[:50] + f"-{secrets_module.token_hex(6)}"
        return create(logical_id, {"FunctionName": name, **properties}, stack_name)

    def update_function(
        physical_id: str, old: dict, new: dict, stack_name: str, logical_id: str | None = None
    ) -> Created:
        kept = {"FunctionName": physical_id}
        return update(physical_id, {**kept, **old}, {**kept, **new}, stack_name, logical_id)

    handlers.update(create=create_function, update=update_function)


def _name(secret_id: str) -> str:
    secret = secrets.find(secret_id)
    return secret["Name"] if secret else secret_id


def _done(response: tuple[int, dict[str, str], bytes]) -> str:
    """The body of a response, or the error that fails the resource: code and message, as in a stack event."""
    status, _, body = response
    text = body.decode() if isinstance(body, bytes) else str(body)
    if status >= 400:
        message = re.search(r"<Message>(.*?)</Message>", text)
        raise ValueError(message[1] if message else text)
    return text


def _field(body: str, name: str) -> str:
    match = re.search(rf"<{name}>(.*?)</{name}>", body)
    if match is None:
        raise ValueError(f"the response has no {name}")
    return match[1]
