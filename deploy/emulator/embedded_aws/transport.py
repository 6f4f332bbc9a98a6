"""What happens to a request: it is taken for TLS, its key's use is recorded, and faults that were asked for befall
it."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from urllib.parse import parse_qs

import ministack.app

from . import access_keys, callers, options
from .behaviours import behaviour

Message = dict
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

OPTIONS_PATH = "/_embedded_aws/options"

_CREDENTIAL = re.compile(rb"Credential=(\w+)/\d+/([a-z0-9-]+)/([a-z0-9-]+)/")

_tls = False


@behaviour("tls", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html")
def _loopback_stands_for_tls() -> None:
    """CDK's bootstrap bucket denies what does not come by TLS; here the hop over the loopback stands for it."""
    global _tls
    _tls = True


def install() -> None:
    """Puts this module in front of ministack's application."""
    application = ministack.app.app

    async def in_front(scope: dict, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif scope["path"] == OPTIONS_PATH:
            await _serve_options(scope["method"], receive, send)
        else:
            await _forward(application, _as_tls(scope), receive, send)

    ministack.app.app = in_front


async def _forward(application, scope: dict, receive: Receive, send: Send) -> None:  # noqa: ANN001
    headers = {name.lower(): value for name, value in scope["headers"]}
    credential = _CREDENTIAL.search(headers.get(b"authorization", b""))
    body, receive = await _peek(scope, headers, receive)
    action, is_json = _action(headers, body)

    if credential and access_keys.is_too_new(credential[1].decode()):
        await _answer_error(
            send,
            is_json,
            403,
            "UnrecognizedClientException" if is_json else "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        )
        return
    if options.take(options.current().throttle, action):
        await _answer_error(send, is_json, 400, "ThrottlingException" if is_json else "Throttling", "Rate exceeded")
        return

    response = _Recorded()
    lost, killed = (
        options.take(options.current().loseAnswer, action),
        options.take(options.current().killCaller, action),
    )
    await application(scope, receive, response.send if lost or killed else _recording_use(credential, send))
    if killed:
        callers.kill(scope["client"])
    if lost or killed:
        await _answer_error(
            send, is_json, 500, "InternalFailure", "The request processing has failed because of an unknown error."
        )


class _Recorded:
    """Reads a response that is not sent."""

    async def send(self, message: Message) -> None:
        """Drops it."""


def _recording_use(credential: re.Match[bytes] | None, send: Send) -> Send:
    """AWS records a use for authenticated requests, even if they are then denied.

    Here: for each whose response was not 403.
    """
    if credential is None:
        return send

    async def recording(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] != 403:
            access_keys.record_use(credential[1].decode(), credential[2].decode(), credential[3].decode())
        await send(message)

    return recording


def _as_tls(scope: dict) -> dict:
    return {**scope, "headers": [*scope["headers"], (b"x-forwarded-proto", b"https")]} if _tls else scope


async def _peek(scope: dict, headers: dict[bytes, bytes], receive: Receive) -> tuple[bytes, Receive]:
    """The body of a call by the query protocol, which alone contains the action, and a way to read it again."""
    if scope["method"] != "POST" or b"x-www-form-urlencoded" not in headers.get(b"content-type", b""):
        return b"", receive
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    replay = iter(messages)

    async def receive_again() -> Message:
        return next(replay, None) or await receive()

    return b"".join(message.get("body", b"") for message in messages), receive_again


def _action(headers: dict[bytes, bytes], body: bytes) -> tuple[str, bool]:
    target = headers.get(b"x-amz-target", b"").decode()
    if target:
        return target.rpartition(".")[2], True
    return parse_qs(body.decode(errors="replace")).get("Action", [""])[0], False


async def _serve_options(method: str, receive: Receive, send: Send) -> None:
    if method == "GET":
        await _answer(send, 200, "application/json", json.dumps(asdict(options.current())))
    elif method == "PUT":
        await _replace_options(receive, send)
    else:
        await _answer(send, 405, "text/plain", f"{method} is not allowed; GET returns the options, PUT replaces them")


async def _replace_options(receive: Receive, send: Send) -> None:
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    try:
        options.replace(json.loads(body or b"{}"))
    except (ValueError, TypeError) as error:
        await _answer(send, 400, "text/plain", str(error))
    else:
        await _answer(send, 204, "text/plain", "")


async def _answer_error(send: Send, is_json: bool, status: int, code: str, message: str) -> None:
    if is_json:
        await _answer(
            send,
            400 if status == 403 else status,
            "application/x-amz-json-1.1",
            json.dumps({"__type": code, "message": message}),
        )
    else:
        kind = "Sender" if status < 500 else "Receiver"
        await _answer(
            send,
            status,
            "text/xml",
            f"<ErrorResponse><Error><Type>{kind}</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>",
        )


async def _answer(send: Send, status: int, content_type: str, body: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", content_type.encode())]})
    await send({"type": "http.response.body", "body": body.encode()})
