"""The pipe to the client. Nothing but the protocol goes over it, and a server that cannot write to it any more ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO


class Wire:
    """What is left of standard output, once everybody else who writes there was sent to standard error."""

    def __init__(self, out: BinaryIO, code: Callable[[], int]) -> None:
        self._out = out
        self._code = code
        """The exit code at this moment."""

    def write(self, data: bytes) -> None:
        """What is still to be said after `exit` is of no interest."""
        if self._out.closed:
            return
        try:
            self._out.write(data)
            self._out.flush()
        except OSError:
            os._exit(self._code())  # the client is gone; the main thread may wait for input that never comes

    def flush(self) -> None:
        """Each message is flushed as it is written."""

    def close(self) -> None:
        with suppress(OSError):
            self._out.close()


def take_stdout(code: Callable[[], int]) -> Wire:
    """Standard output for the protocol alone: prints, libraries and programs they start write to standard error."""
    sys.stdout.flush()
    out = sys.stdout.fileno()
    wire = os.fdopen(os.dup(out), "wb")
    if sys.stderr is not None:
        os.dup2(sys.stderr.fileno(), out)
    sys.stdout = sys.stderr
    return Wire(wire, code)
