"""IAM users: what may be attached to one beside access keys. A user with anything attached cannot be deleted."""

import itertools
import re
from collections.abc import Callable

from ministack.core import iam_actions
from ministack.services import iam
from ministack.services.cloudformation import provisioners

from .access_keys import Response, Parameters, handle, keys_of
from .behaviours import behaviour

# What was uploaded or made for each user: kind, id, user.
_attached: dict[str, dict[str, str]] = {"SSHPublicKey": {}, "ServiceSpecificCredential": {}, "Certificate": {}}
_numbers = itertools.count(1)


_NAMED = re.compile(r"arn:[\w-]+:iam::\d*:(user|role|group)/([^/]+)$")


@behaviour("iam-path", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns")
def _iam_path() -> None:
    """A policy names a user, role or group by the ARN, which has the path. A request has the name alone."""
    extract = iam_actions.extract_resource_arn
    records = {"user": iam._users, "role": iam._roles, "group": iam._groups}

    def extract_resource_arn(service: str, *request: object, **options: object) -> str:
        resource = extract(service, *request, **options)
        named = _NAMED.match(resource) if service == "iam" else None
        record = records[named[1]].get(named[2]) if named else None
        return record["Arn"] if record else resource

    iam_actions.extract_resource_arn = extract_resource_arn


@behaviour("user-delete-conflict", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html")
def _delete_conflict() -> None:
    """IAM refuses to delete a user with anything attached. Its messages are those that users of tools have reported."""
    delete = iam._delete_user

    def delete_user(parameters: Parameters) -> Response:
        user = iam._p(parameters, "UserName")
        conflicts = (remedy for remedy, holds in _CONFLICTS.items() if user in iam._users and holds(user))
        remedy = next(conflicts, None)
        if remedy:
            return iam._error(409, "DeleteConflict", f"Cannot delete entity, must {remedy} first.")
        return delete(parameters)

    handle("DeleteUser", "_delete_user", delete_user)


_CONFLICTS: dict[str, Callable[[str], bool]] = {
    # https://github.com/mozilla-services/userplex/issues/17
    "remove users from group": lambda user: any(user in group.get("Users", []) for group in iam._groups.values()),
    # https://github.com/hashicorp/terraform-provider-aws/pull/7381
    "detach all policies": lambda user: bool(iam._users[user].get("AttachedPolicies")),
    "delete policies": lambda user: bool(iam._user_inline_policies.get(user)),
    # https://github.com/cloud-custodian/cloud-custodian/issues/1663
    "delete login profile": lambda user: user in iam._login_profiles,
    # https://github.com/rebuy-de/aws-nuke/issues/281
    "delete MFA device": lambda user: any(device["User"] == user for device in iam._mfa_devices.values()),
    "delete access keys": lambda user: bool(keys_of(user)),
    # https://github.com/rebuy-de/aws-nuke/issues/671
    "delete certificates": lambda user: user in _attached["Certificate"].values(),
    # https://github.com/rebuy-de/aws-nuke/issues/522, for SSH keys; the other is our guess.
    "remove referenced objects": lambda user: any(
        user in _attached[kind].values() for kind in ("SSHPublicKey", "ServiceSpecificCredential")
    ),
}


@behaviour("ssh-public-key", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html")
def _ssh_public_key() -> None:
    _attachable("SSHPublicKey", "UploadSSHPublicKey", "APKA", {"Fingerprint": "00:00", "SSHPublicKeyBody": "ssh-rsa"})


@behaviour(
    "service-specific-credential",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html",
)
def _service_specific_credential() -> None:
    _attachable("ServiceSpecificCredential", "CreateServiceSpecificCredential", "ACCA", {"ServiceName": "codecommit"})


@behaviour(
    "signing-certificate", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html"
)
def _signing_certificate() -> None:
    _attachable("Certificate", "UploadSigningCertificate", "ASCA", {"CertificateBody": "-----BEGIN CERTIFICATE-----"})


def _attachable(kind: str, make: str, prefix: str, rest: dict[str, str]) -> None:
    """The three calls of one kind of credential. They keep whose it is, and nothing that could be used."""
    things = _attached[kind]
    noun = make.removeprefix("Upload").removeprefix("Create")

    def described(thing: str) -> str:
        dates = {"UploadDate": iam._now(), "CreateDate": iam._now()}
        fields = {"UserName": things[thing], f"{kind}Id": thing, "Status": "Active", **dates, **rest}
        return "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())

    def create(parameters: Parameters) -> Response:
        user = iam._p(parameters, "UserName")
        if user not in iam._users:
            return iam._error(404, "NoSuchEntity", f"The user with name {user} cannot be found.")
        thing = f"{prefix}{next(_numbers):016d}"
        things[thing] = user
        return iam._xml(200, f"{make}Response", f"<{make}Result><{kind}>{described(thing)}</{kind}></{make}Result>")

    def list_of_user(parameters: Parameters) -> Response:
        owned = [thing for thing, user in things.items() if user == iam._p(parameters, "UserName")]
        members = "".join(f"<member>{described(thing)}</member>" for thing in owned)
        result = f"List{noun}sResult"
        body = f"<{result}><{kind}s>{members}</{kind}s><IsTruncated>false</IsTruncated></{result}>"
        return iam._xml(200, f"List{noun}sResponse", body)

    def delete(parameters: Parameters) -> Response:
        thing = iam._p(parameters, f"{kind}Id")
        if things.get(thing) != iam._p(parameters, "UserName"):
            return iam._error(404, "NoSuchEntity", f"The {kind} with id {thing} cannot be found.")
        del things[thing]
        return iam._xml(200, f"Delete{noun}Response", "")

    iam._IAM_HANDLERS.update({make: create, f"List{noun}s": list_of_user, f"Delete{noun}": delete})


@behaviour(
    "cloudformation-user-delete",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html",
)
def _cloudformation_user_delete() -> None:
    """CloudFormation takes from a user what the template gave, and then deletes it. ministack removes all of it."""
    provisioners._RESOURCE_HANDLERS["AWS::IAM::User"]["delete"] = _delete_user


def _delete_user(physical_id: str, properties: dict) -> None:
    """Deleting what does not exist succeeds, also what was removed from the user before."""
    if physical_id not in iam._users:
        return
    user = iam._users[physical_id]
    for group in properties.get("Groups") or []:
        if physical_id in iam._groups.get(group, {}).get("Users", []):
            iam._groups[group]["Users"].remove(physical_id)
    for arn in properties.get("ManagedPolicyArns") or []:
        if arn in user["AttachedPolicies"]:
            iam._detach_user_policy({"UserName": [physical_id], "PolicyArn": [arn]})
    for policy in properties.get("Policies") or []:
        (iam._user_inline_policies.get(physical_id) or {}).pop(policy["PolicyName"], None)
    if properties.get("LoginProfile"):
        iam._login_profiles.pop(physical_id, None)
    provisioners._iam_user_call(iam._delete_user, {"UserName": physical_id}, "delete")
