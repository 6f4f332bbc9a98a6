"""RotateSecret: four steps by the secret's function, with their documented oddities.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

import contextvars
import logging
import threading
import time

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.services import lambda_svc, secretsmanager

from . import clock, secrets
from .behaviours import behaviour

log = logging.getLogger("embedded_aws.rotation")

Response = tuple[int, dict[str, str], bytes]

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")

# AWS tries a failed step again, hours later if need be. Here it is the same, sooner and not as often.
ATTEMPTS = 3
SECONDS_BETWEEN_ATTEMPTS = 0.2


@behaviour("rotation", "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html")
def _rotation() -> None:
    refuse_unusual = secretsmanager._rotate_secret

    def rotate_secret(data: dict) -> Response:
        secret = secrets.find(data.get("SecretId"))
        if not secret or secret.get("DeletedDate") or secretsmanager._is_replica(secret):
            return refuse_unusual(data)
        function = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
        token = data.get("ClientRequestToken") or new_uuid()
        refusal = _refusal(secret, function, token)
        if refusal:
            return refusal
        secret.update(
            RotationLambdaARN=function,
            RotationEnabled=True,
            RotationRules=data.get("RotationRules") or secret.get("RotationRules"),
        )
        _make_pending(secret, token)
        immediately = data.get("RotateImmediately", True)
        _in_background(_rotate if immediately else _test_only, secret, function, token)
        version = {"VersionId": token} if immediately else {}
        return json_response({"ARN": secret["ARN"], "Name": secret["Name"], **version})

    secretsmanager._rotate_secret = rotate_secret


def _refusal(secret: dict, function: str | None, token: str) -> Response | None:
    if not function:
        return error_response_json(
            "InvalidRequestException", "You must provide a Lambda function ARN to enable rotation.", 400
        )
    if lambda_svc._get_func_record_for_ref(function)[0] is None:
        return error_response_json(
            "ResourceNotFoundException", "Secrets Manager can't find the specified Lambda function.", 400
        )
    pending, version = secretsmanager._find_stage_version(secret, "AWSPENDING")
    if pending and pending != token and "AWSCURRENT" not in version["Stages"]:
        return error_response_json(
            "InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.", 400
        )
    return None


def _make_pending(secret: dict, token: str) -> None:
    """The label sits on a version without a value until createSecret fills it in. The same token resumes."""
    if token not in secret["Versions"]:
        secretsmanager._remove_stage_everywhere(secret, "AWSPENDING")
        secret["Versions"][token] = {
            "SecretString": None,
            "SecretBinary": None,
            "CreatedDate": int(clock.now()),
            "Stages": ["AWSPENDING"],
        }


def _rotate(secret: dict, function: str, token: str) -> None:
    for step in STEPS:
        if not _attempt(secret, function, token, step):
            return
    version = secret["Versions"].get(token)
    if version and "AWSCURRENT" in version["Stages"]:
        secretsmanager._remove_stage(secret, token, "AWSPENDING")
        secret["LastRotatedDate"] = int(clock.now())


def _attempt(secret: dict, function: str, token: str, step: str) -> bool:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _invoke(secret, function, token, step)
            return True
        except RuntimeError as error:
            log.error("step %s of %s, attempt %d: %s", step, secret["Name"], attempt, error)
            time.sleep(SECONDS_BETWEEN_ATTEMPTS)
    return False


def _test_only(secret: dict, function: str, token: str) -> None:
    """RotateImmediately=false runs testSecret alone, on a pending version without a value, and then drops that
    version."""
    try:
        _invoke(secret, function, token, "testSecret")
    except RuntimeError as error:
        log.error("the test of the rotation of %s: %s", secret["Name"], error)
    if secret["Versions"].get(token, {}).get("Stages") == ["AWSPENDING"]:
        secret["Versions"].pop(token)


def _invoke(secret: dict, function: str, token: str, step: str) -> None:
    record, configuration, _ = lambda_svc._get_func_record_for_ref(function)
    if record is None:
        raise RuntimeError(f"function {function} is gone")
    event = {"Step": step, "SecretId": secret["ARN"], "ClientRequestToken": token, "RotationToken": new_uuid()}
    result = lambda_svc._execute_function_with_config_scope(
        lambda_svc._execution_record_for_config(record, configuration), event
    )
    if result.get("error"):
        raise RuntimeError(str(result.get("body"))[:500])


def _in_background(work, *arguments: object) -> None:  # noqa: ANN001
    """The response does not wait for the steps. The thread keeps the caller's account and region."""
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(work, *arguments), daemon=True).start()
