"""SES's SMTP interface: one listener for all regions, as the host name that a client requests contains the region.

Where it listens and the authority that clients must trust are in the folder that EMBEDDED_AWS_SMTP names: ``port`` and ``authority.pem``.
"""

import asyncio
import base64
import hmac
import logging
import os
import re
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, request_scope
from ministack.services import iam, ses, ses_v2

from . import access_keys
from .behaviours import behaviour
from .certificates import Authority
from .ses_smtp_password import password

HOST = "127.0.0.1"

# https://docs.aws.amazon.com/general/latest/gr/ses.html
_ENDPOINT = re.compile(r"email-smtp(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com|api\.aws)")

# https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html
_INVALID = "535 Authentication Credentials Invalid"


@dataclass(frozen=True)
class Mail:
    """A message, who sends it, and by which region."""

    access_key_id: str
    region: str
    envelope: Envelope

    def header(self, name: str) -> str:
        """The value of one of the message's headers, empty where it is missing."""
        return message_from_bytes(self.envelope.content).get(name, "")

    def senders(self) -> dict[str, str]:
        """The addresses that it is sent from, by the condition key of each."""
        return {
            "ses:fromaddress": parseaddr(self.header("From"))[1],
            "ses:feedbackaddress": parseaddr(self.envelope.mail_from)[1],
        }


# What a message must pass. Each returns the response that refuses it, or nothing.
_checks: list[Callable[[Mail], str | None]] = []


@behaviour("ses-smtp", "https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html")
def _smtp() -> None:
    """STARTTLS, then a login with an access key's id and the password that is derived from it for the region of the host, then messages."""
    folder = os.environ.get("EMBEDDED_AWS_SMTP")
    if folder:
        # It lists each line of a session otherwise, and warns of its own parts.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        authority = Authority()
        listener = socket.create_server((HOST, 0))
        Path(folder, "authority.pem").write_bytes(authority.pem())
        Path(folder, "port").write_text(str(listener.getsockname()[1]))
        threading.Thread(target=_serve, args=(listener, _Endpoints(authority).context), daemon=True).start()


@behaviour("ses-smtp-authorization", "https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html")
def _authorization() -> None:
    """The sender must have permission for each identity that the message is from and on each configuration set that it is sent with."""
    _checks.append(_refusal_by_policy)


def _serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    def session() -> SMTP:
        return SMTP(
            _Messages(),
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=_authenticate,
            hostname="email-smtp.amazonaws.com",
            ident="ESMTP",
            loop=loop,
        )

    loop.run_until_complete(loop.create_server(session, sock=listener))
    loop.run_forever()


class _Endpoints:
    """Shows the certificate of the host that a client asks for. A name that is none of SES's gets none."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._contexts: dict[str, ssl.SSLContext] = {}
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.sni_callback = self._show

    def _show(self, connection: ssl.SSLObject, host: str | None, _context: ssl.SSLContext) -> int | None:
        endpoint = _ENDPOINT.fullmatch(host or "")
        if endpoint is None:
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        if host not in self._contexts:
            self._contexts[host] = self._authority.context_for(host)
        connection.context = self._contexts[host]
        # Where the session finds it, once the handshake is over.
        connection.region = endpoint[1]
        return None


def _region_of(session: Session) -> str:
    return session.ssl["ssl_object"].region


def _authenticate(
    _server: SMTP, session: Session, _envelope: Envelope, _mechanism: str, login: LoginPassword
) -> AuthResult:
    """An SMTP login is a use of the key, as a signed request is: no document says so, nor that it is not."""
    access_key_id, region = login.login.decode(errors="replace"), _region_of(session)
    record = iam._access_keys.get(access_key_id)
    if record is None or record["Status"] != "Active" or access_keys.is_too_new(access_key_id):
        return AuthResult(success=False, handled=False, message=_INVALID)
    if not hmac.compare_digest(password(record["SecretAccessKey"], region).encode(), login.password):
        return AuthResult(success=False, handled=False, message=_INVALID)
    access_keys.record_use(access_key_id, region, "ses")
    return AuthResult(success=True, auth_data=LoginPassword(login.login, b""), message="235 Authentication successful.")


class _Messages:
    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        """The response to a message. SES refuses it here, and not the addresses before it."""
        mail = Mail(session.auth_data.login.decode(), _region_of(session), envelope)
        with request_scope(get_account_id(), mail.region):
            refusals = (check(mail) for check in _checks)
            return next((refusal for refusal in refusals if refusal), None) or _sent(mail)


def _sent(mail: Mail) -> str:
    """SES takes it as it does a raw message that comes by its API."""
    recipients = {f"Destinations.member.{index}": [address] for index, address in enumerate(mail.envelope.rcpt_tos, 1)}
    _, _, body = ses._send_raw_email(
        {
            "RawMessage.Data": [base64.b64encode(mail.envelope.content).decode()],
            "Source": [mail.envelope.mail_from],
            **recipients,
        }
    )
    response = body.decode()
    message_id = re.search(r"<MessageId>(.*?)</MessageId>", response)
    return (
        f"250 Ok {message_id[1]}"
        if message_id
        else f"554 Message rejected: {re.search(r'<Message>(.*?)</Message>', response)[1]}"
    )


def _refusal_by_policy(mail: Mail) -> str | None:
    principal = iam_evaluator.resolve_principal(mail.access_key_id, get_account_id())
    if isinstance(principal, iam_evaluator.AuthError):
        return _INVALID
    for resource in _resources(mail):
        request = iam_evaluator.EvalContext(
            principal_arn=principal.arn,
            principal_type=principal.type,
            principal_account=principal.account,
            principal_keys=principal.keys,
            action="ses:SendRawEmail",
            resource_arn=resource,
            region=mail.region,
            secure_transport=True,
            service_context=mail.senders(),
        )
        if iam_evaluator.evaluate(request, principal.policies, *principal.limits).decision != "Allow":
            return f"554 Access denied: User `{principal.arn}' is not authorized to perform `ses:SendRawEmail' on resource `{resource}'"
    return None


def _resources(mail: Mail) -> list[str]:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html"""
    identities = list(dict.fromkeys(_identity_of(address) for address in mail.senders().values()))
    defaults = [(ses_v2._identities.get(identity) or {}).get("ConfigurationSetName") for identity in identities]
    named = mail.header("X-SES-CONFIGURATION-SET")
    sets = dict.fromkeys(name for name in ([named] if named else defaults) if name)
    arn = f"arn:aws:ses:{mail.region}:{get_account_id()}"
    return [
        *(f"{arn}:identity/{identity}" for identity in identities),
        *(f"{arn}:configuration-set/{name}" for name in sets),
    ]


def _identity_of(address: str) -> str:
    """The address if it is an identity, else the nearest domain that is one, else the address."""
    domains = ses._domain_and_parents(address.rpartition("@")[2].lower())
    return next((identity for identity in (address, *domains) if identity in ses_v2._identities), address)
