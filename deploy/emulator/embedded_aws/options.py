"""A bad day at AWS, on request: all off by default.

Set at start by EMBEDDED_AWS_OPTIONS (JSON) and later by PUT /_embedded_aws/options, which replaces all of them.

- ``newKeySeconds``: a new access key is unknown for so long, by SMTP too (IAM is eventually consistent).
- ``staleListSeconds``: ListAccessKeys returns a state that is so old.
- ``throttle``: ``{"CreateAccessKey": 2}`` refuses the next two such calls with a throttling error, without effect.
- ``loseAnswer``: ``{"PutSecretValue": 1}`` performs the next such call, and responds with an internal error.
- ``secondsAhead``: how far the account's clock, and that of its functions, is ahead of the machine's.
- ``pauses``: what part of each pause of a function really passes. To the function, all of it has.
- ``killCaller``: ``{"CreateAccessKey": 1}`` does the next such call, and kills the function that made it.
"""

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, fields


@dataclass
class Options:
    newKeySeconds: float = 0
    staleListSeconds: float = 0
    secondsAhead: float = 0
    pauses: float = 1
    throttle: dict[str, int] = field(default_factory=dict)
    loseAnswer: dict[str, int] = field(default_factory=dict)
    killCaller: dict[str, int] = field(default_factory=dict)


_lock = threading.Lock()
_options = Options()
_watchers: list[Callable[[], None]] = []


def current() -> Options:
    """The options in force."""
    return _options


def on_change(watcher: Callable[[], None]) -> None:
    """Calls the watcher now and after each change."""
    _watchers.append(watcher)
    watcher()


def replace(values: dict[str, object]) -> None:
    """Replaces all options. An unknown one is an error: a test would otherwise believe in a fault that never comes."""
    global _options
    unknown = values.keys() - {entry.name for entry in fields(Options)}
    if unknown:
        raise ValueError(f"no such option: {', '.join(sorted(unknown))}")
    with _lock:
        _options = Options(**values)  # type: ignore[arg-type]
    for watcher in _watchers:
        watcher()


def take(faults: dict[str, int], action: str) -> bool:
    """Whether this call is one of those that a fault was asked for. It counts down."""
    with _lock:
        left = faults.get(action, 0)
        if left > 0:
            faults[action] = left - 1
        return left > 0


replace(json.loads(os.environ.get("EMBEDDED_AWS_OPTIONS") or "{}"))
