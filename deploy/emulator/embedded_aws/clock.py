"""The account's clock, which an option puts ahead, so that the months of a key's life pass in a test.

The functions' clock follows: each reads the file that EMBEDDED_AWS_CLOCK names (function-clock.cjs). Sessions and schedules keep the machine's time.
"""

import os
import time

from ministack.services import iam, secretsmanager

from . import options
from .behaviours import behaviour


def now() -> float:
    """Seconds since 1970, by the account's clock."""
    return time.time() + options.current().secondsAhead


def _text() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now()))


class _AccountTime:
    """Stands for the module ``time`` where only ``time.time()`` is asked for."""

    time = staticmethod(now)


@behaviour("clock-ahead", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html")
def _clock_ahead() -> None:
    """Serves the option secondsAhead."""
    iam._now = _text
    secretsmanager.time = _AccountTime
    options.on_change(_tell_functions)


def _tell_functions() -> None:
    path = os.environ.get("EMBEDDED_AWS_CLOCK")
    if path:
        with open(f"{path}.new", "w", encoding="ascii") as file:
            file.write(str(options.current().secondsAhead))
        os.replace(f"{path}.new", path)
