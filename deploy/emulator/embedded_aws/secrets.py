"""Secrets Manager: versions, tokens and staging labels."""

import json

from ministack.core.responses import error_response_json, json_response
from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners

from .behaviours import behaviour

Response = tuple[int, dict[str, str], bytes]


def find(secret_id: str | None) -> dict | None:
    """The record of a secret, by name or ARN."""
    return secretsmanager._resolve(secret_id)[1]


def has_value(version: dict) -> bool:
    """AWS makes versions without a value, such as a pending one before createSecret has filled it in."""
    return version.get("SecretString") is not None or version.get("SecretBinary") is not None


@behaviour(
    "secret-version-lookup", "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html"
)
def _version_lookup() -> None:
    """A version id with a stage that it does not carry, and a version without a value, are not found."""
    get = secretsmanager._get_secret_value

    def get_secret_value(data: dict) -> Response:
        secret = find(data.get("SecretId"))
        version_id, stage = data.get("VersionId"), data.get("VersionStage")
        if secret and not secret.get("DeletedDate"):
            if version_id:
                version = secret["Versions"].get(version_id)
                if version is None or not has_value(version) or (stage and stage not in version["Stages"]):
                    return _no_value("VersionId", version_id)
            else:
                version = secretsmanager._find_stage_version(secret, stage or "AWSCURRENT")[1]
                if version is None or not has_value(version):
                    return _no_value("staging label", stage or "AWSCURRENT")
        return get(data)

    secretsmanager._get_secret_value = get_secret_value


@behaviour("secret-put-token", "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html")
def _put_token() -> None:
    """A token that exists with the same value does nothing, with another value it is refused."""
    put = secretsmanager._put_secret_value

    def put_secret_value(data: dict) -> Response:
        secret, token = find(data.get("SecretId")), data.get("ClientRequestToken")
        version = secret["Versions"].get(token) if secret and token else None
        if secret is None or version is None or not has_value(version):
            return put(data)
        if (version.get("SecretString"), version.get("SecretBinary")) != (
            data.get("SecretString"),
            data.get("SecretBinary"),
        ):
            return error_response_json(
                "ResourceExistsException",
                f"You can't use ClientRequestToken {token} because that value is already in use for a version of "
                f"secret {secret['ARN']}.",
                400,
            )
        return json_response(
            {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token, "VersionStages": list(version["Stages"])}
        )

    secretsmanager._put_secret_value = put_secret_value


@behaviour(
    "secret-label-moves", "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html"
)
def _label_moves() -> None:
    """A staging label that PutSecretValue names leaves the version that had it."""
    put = secretsmanager._put_secret_value

    def put_secret_value(data: dict) -> Response:
        secret = find(data.get("SecretId"))
        response = put(data)
        if secret and response[0] == 200:
            version_id = json.loads(response[2])["VersionId"]
            for stage in set(data.get("VersionStages") or []) - {"AWSCURRENT"}:
                secretsmanager._remove_stage_everywhere(secret, stage, version_id)
        return response

    secretsmanager._put_secret_value = put_secret_value


@behaviour(
    "empty-secret",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html",
)
def _empty_secret() -> None:
    """A secret that is created without a value, by a template or by CreateSecret, has no version."""
    create = provisioners._sm_secret_create
    create_by_call = secretsmanager._create_secret

    def create_secret(logical_id: str, properties: dict, stack_name: str) -> tuple[str, dict]:
        name, attributes = create(logical_id, properties, stack_name)
        if properties.get("SecretString") is None and properties.get("GenerateSecretString") is None:
            secretsmanager._secrets[name]["Versions"].clear()
        return name, attributes

    def create_secret_by_call(data: dict) -> Response:
        status, headers, body = create_by_call(data)
        if status != 200 or data.get("SecretString") is not None or data.get("SecretBinary") is not None:
            return status, headers, body
        find(data["Name"])["Versions"].clear()
        return json_response({name: value for name, value in json.loads(body).items() if name != "VersionId"})

    secretsmanager._create_secret = create_secret_by_call
    provisioners._sm_secret_create = create_secret
    provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]["create"] = create_secret


def _no_value(what: str, value: str) -> Response:
    return error_response_json(
        "ResourceNotFoundException", f"Secrets Manager can't find the specified secret value for {what}: {value}", 400
    )
