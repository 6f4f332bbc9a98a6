"""IAM access keys: the quota, whose key it is, and when it was last used."""

import re
import threading
import time
from dataclasses import dataclass

from ministack.core import iam_actions
from ministack.services import iam

from . import clock, options
from .behaviours import behaviour

Response = tuple[int, dict[str, str], bytes]
Parameters = dict[str, list[str]]

KEYS_PER_USER = 2

_lock = threading.Lock()


@dataclass(frozen=True)
class Use:
    seconds: float
    region: str
    service: str


_uses: dict[str, Use] = {}
_created: dict[str, float] = {}
# What ListAccessKeys could have returned since when, for each user.
_lists: dict[str, list[tuple[float, Response]]] = {}


def record_use(access_key_id: str, region: str, service: str) -> None:
    """AWS records a use for an authenticated request; the transport calls this for each that was not refused."""
    _uses[access_key_id] = Use(clock.now(), region, service)


def is_too_new(access_key_id: str) -> bool:
    """Whether the key was made so recently that, by the option, the rest of AWS does not know it yet."""
    created = _created.get(access_key_id)
    return created is not None and time.monotonic() - created < options.current().newKeySeconds


@behaviour("access-key-quota", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html")
def _quota() -> None:
    create = iam._create_access_key

    def create_access_key(parameters: Parameters) -> Response:
        user = iam._p(parameters, "UserName") or "default"
        with _lock:
            if len(keys_of(user)) >= KEYS_PER_USER:
                return iam._error(409, "LimitExceeded", f"Cannot exceed quota for AccessKeysPerUser: {KEYS_PER_USER}")
            return create(parameters)

    handle("CreateAccessKey", "_create_access_key", create_access_key)


@behaviour("access-key-owner", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html")
def _owner() -> None:
    delete = iam._delete_access_key

    def delete_access_key(parameters: Parameters) -> Response:
        key, user = iam._p(parameters, "AccessKeyId"), iam._p(parameters, "UserName")
        owner = iam._access_keys.get(key, {}).get("UserName")
        if user and owner != user:
            return iam._error(404, "NoSuchEntity", f"The Access Key with id {key} cannot be found.")
        return delete(parameters)

    handle("DeleteAccessKey", "_delete_access_key", delete_access_key)


@behaviour("access-key-list-of-nobody", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html")
def _list_of_nobody() -> None:
    list_keys = iam._list_access_keys

    def list_access_keys(parameters: Parameters) -> Response:
        user = iam._p(parameters, "UserName")
        if user and user not in iam._users:
            return iam._error(404, "NoSuchEntity", f"The user with name {user} cannot be found.")
        return list_keys(parameters)

    handle("ListAccessKeys", "_list_access_keys", list_access_keys)


@behaviour("access-key-last-used", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html")
def _last_used() -> None:
    never_used = iam._get_access_key_last_used

    def get_access_key_last_used(parameters: Parameters) -> Response:
        status, headers, body = never_used(parameters)
        use = _uses.get(iam._p(parameters, "AccessKeyId"))
        if status != 200 or use is None:
            return status, headers, body
        date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(use.seconds))
        last_used = (
            f"<AccessKeyLastUsed><LastUsedDate>{date}</LastUsedDate><Region>{use.region}</Region>"
            f"<ServiceName>{use.service}</ServiceName></AccessKeyLastUsed>"
        )
        return (
            status,
            headers,
            re.sub(rb"<AccessKeyLastUsed>.*?</AccessKeyLastUsed>", last_used.encode(), body, flags=re.S),
        )

    handle("GetAccessKeyLastUsed", "_get_access_key_last_used", get_access_key_last_used)


@behaviour(
    "access-key-last-used-resource",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
)
def _last_used_resource() -> None:
    """The request names no user, and policies are about the one who has the key."""
    extract = iam_actions.extract_resource_arn

    def extract_resource_arn(
        service: str, method: str, path: str, headers: dict, body: bytes, query_params: dict, region: str, account: str
    ) -> str:
        if service == "iam" and query_params.get("Action") == ["GetAccessKeyLastUsed"]:
            user = iam._access_keys.get(iam._p(query_params, "AccessKeyId"), {}).get("UserName")
            query_params = {**query_params, **({"UserName": [user]} if user else {})}
        return extract(service, method, path, headers, body, query_params, region, account)

    iam_actions.extract_resource_arn = extract_resource_arn


@behaviour(
    "eventual-consistency",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency",
)
def _eventual_consistency() -> None:
    """Serves the options newKeySeconds and staleListSeconds. Without an option IAM is consistent at once."""
    list_now = iam._list_access_keys

    def watch(attribute: str, action: str) -> None:
        change = getattr(iam, attribute)

        def changed(parameters: Parameters) -> Response:
            user = iam._p(parameters, "UserName")
            _remember_list(user, list_now)
            response = change(parameters)
            _remember_list(user, list_now)
            created = re.search(rb"<AccessKeyId>(\w+)</AccessKeyId>", response[2])
            if action == "CreateAccessKey" and created:
                _created[created[1].decode()] = time.monotonic()
            return response

        handle(action, attribute, changed)

    def list_access_keys(parameters: Parameters) -> Response:
        if not options.current().staleListSeconds:
            return list_now(parameters)
        horizon = time.monotonic() - options.current().staleListSeconds
        history = _lists.get(iam._p(parameters, "UserName"), [])
        past = [response for since, response in history if since <= horizon]
        # Before the first thing that is remembered, nothing had changed: the first entry is how it was then.
        return past[-1] if past else history[0][1] if history else list_now(parameters)

    watch("_create_access_key", "CreateAccessKey")
    watch("_update_access_key", "UpdateAccessKey")
    watch("_delete_access_key", "DeleteAccessKey")
    handle("ListAccessKeys", "_list_access_keys", list_access_keys)


def _remember_list(user: str, list_now) -> None:  # noqa: ANN001  a handler of ministack's
    _lists.setdefault(user, []).append((time.monotonic(), list_now({"UserName": [user]})))


def keys_of(user: str) -> list[str]:
    """The ids of a user's keys, active or not."""
    return [key for key, record in iam._access_keys.items() if record["UserName"] == user]


def handle(action: str, attribute: str, handler) -> None:  # noqa: ANN001
    """Puts a handler in the place of ministack's, for its own callers and for the dispatch."""
    setattr(iam, attribute, handler)
    iam._IAM_HANDLERS[action] = handler
