"""What the checks of the API share: how they are registered and run, and what they compare."""

import inspect

from aws_cdk import App, Stack

STACK = Stack(App(), "Stack")
_CHECKS = []


def check(name):
    """Registers a function as the check of this name."""

    def register(function):
        _CHECKS.append((name, function))
        return function

    return register


def run():
    """Runs all checks, prints them as TAP lines, and answers with the exit code."""
    failures = 0
    for number, (name, function) in enumerate(_CHECKS, start=1):
        try:
            function()
            print(f"ok {number} - {name}")
        except Exception as error:
            failures += 1
            print(f"not ok {number} - {name}")
            print("\n".join(f"# {line}" for line in f"{type(error).__name__}: {error}".splitlines()))
    print(f"1..{len(_CHECKS)}")
    return 1 if failures else 0


def public_names(thing):
    return {name for name in dir(thing) if not name.startswith("_")}


def parameters(function):
    """Names, kinds and defaults, as the types' spelling is jsii's own affair."""
    return [(p.name, p.kind.name, p.default) for p in inspect.signature(function).parameters.values()]


def actions(grant):
    return sorted(action for statement in grant.principal_statements for action in statement.actions)


def message_of(function):
    try:
        function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "no error"


def equal(actual, expected):
    assert actual == expected, f"got      {actual!r}\nexpected {expected!r}"
