"""The register of behaviours: what ministack lacks, by name, so that a test can turn each one off and see what
breaks."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Behaviour:
    """One thing that AWS does, and the document that says so."""

    name: str
    source: str
    install: Callable[[], None]


_register: dict[str, Behaviour] = {}


def behaviour(name: str, source: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Registers a function that installs a behaviour."""

    def register(install: Callable[[], None]) -> Callable[[], None]:
        _register[name] = Behaviour(name, source, install)
        return install

    return register


def install(without: set[str]) -> None:
    """Installs every behaviour but those named.

    An unknown name is an error: a test would otherwise turn off nothing.
    """
    unknown = without - _register.keys()
    if unknown:
        raise SystemExit(f"no such behaviour: {', '.join(sorted(unknown))}; there are {', '.join(sorted(_register))}")
    for entry in _register.values():
        if entry.name not in without:
            entry.install()


def names() -> list[str]:
    """The names of all behaviours."""
    return sorted(_register)
