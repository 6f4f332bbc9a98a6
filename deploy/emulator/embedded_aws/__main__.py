"""Starts ministack with every behaviour, but those that EMBEDDED_AWS_WITHOUT names (comma-separated)."""

import os

import ministack.app

from . import behaviours, register, transport  # noqa: F401

if __name__ == "__main__":
    behaviours.install({name for name in os.environ.get("EMBEDDED_AWS_WITHOUT", "").split(",") if name})
    transport.install()
    ministack.app.main()
