"""Starts ministack with every behaviour, but those that EMBEDDED_AWS_WITHOUT names (comma-separated).

It ends when its standard input does, together with its process group: so nothing is left of it if the program that
started it is
killed.
"""

import os
import signal
import sys
import threading

import ministack.app

from . import behaviours, functions, register, transport  # noqa: F401


def _end_with_standard_input() -> None:
    sys.stdin.buffer.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    behaviours.install({name for name in os.environ.get("EMBEDDED_AWS_WITHOUT", "").split(",") if name})
    functions.install()
    transport.install()
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    ministack.app.main()
