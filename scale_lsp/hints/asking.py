"""Questions to jedi, which has a process of its own: it cannot be interrupted, takes memory and Python's lock."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from threading import Timer

COMMAND = (sys.executable, "-P", "-m", "scale_lsp.hints")
"""`-P`: the folder it is started in may hold modules of any name."""
LIMIT = 10.0
"""Seconds after which it will not come to an end any more."""


class Jedi:
    """The process, which is started with the first question. For one thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def classes(
        self, root: str, path: str, text: str, places: Sequence[tuple[int, int]]
    ) -> list[list[tuple[str, str]]]:
        """For the name at each place the files and names of the classes it is an object of.

        Raises OSError or ValueError when there is no answer.
        """
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        limit = Timer(LIMIT, process.kill)
        limit.start()
        try:
            process.stdin.write(json.dumps([root, path, text, places]) + "\n")
            process.stdin.flush()
            return [[(file, name) for file, name in found] for found in json.loads(process.stdout.readline())]
        except (OSError, ValueError):
            process.kill()
            process.wait()
            self._process = None
            raise
        finally:
            limit.cancel()

    def stop(self) -> None:
        """From any thread."""
        if (process := self._process) is not None:
            process.kill()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        return self._process
