"""The account's clock, which an option puts ahead, so that the months of a key's life pass in a test.

The functions' clock follows: each reads the file that EMBEDDED_AWS_CLOCK names, as it does for the length of its pauses
(function-clock.cjs). Sessions and schedules keep the machine's time,
and so do callers from outside: while the clock is ahead, a signature's date is not checked.
"""

import os
import time
import types

from ministack.core import sigv4
from ministack.services import iam, secretsmanager

from . import options
from .behaviours import behaviour


def now() -> float:
    """Seconds since 1970, by the account's clock."""
    return time.time() + options.current().secondsAhead


def _account_time() -> types.SimpleNamespace:
    """Stands for the module ``time``, with another present."""
    return types.SimpleNamespace(
        time=now,
        gmtime=lambda seconds=None: time.gmtime(now() if seconds is None else seconds),
        strftime=time.strftime,
    )


@behaviour("clock-ahead", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html")
def _clock_ahead() -> None:
    """Serves the options secondsAhead and pauses."""
    secretsmanager.time = _account_time()
    iam._now = lambda: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now()))
    _accept_signatures_of_any_date()
    options.on_change(_tell_functions)


def _accept_signatures_of_any_date() -> None:
    check = sigv4.request_time_failure

    def request_time_failure(signature: sigv4.HeaderSignature) -> tuple[str, str] | None:
        return None if options.current().secondsAhead else check(signature)

    sigv4.request_time_failure = request_time_failure


def _tell_functions() -> None:
    path = os.environ.get("EMBEDDED_AWS_CLOCK")
    if path:
        with open(f"{path}.new", "w", encoding="ascii") as file:
            file.write(f"{options.current().secondsAhead} {options.current().pauses}")
        os.replace(f"{path}.new", path)
