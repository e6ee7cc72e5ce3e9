"""`--stdin-filename`: the text of one file comes from standard input, what is around it from disk."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from scale_lsp.workspace import Unreadable, encode, readable


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A file as an editor has it, or as it is staged."""

    path: str
    text: str
    data: bytes

    def write(self, text: str) -> None:
        """A new text to standard output, in the encoding of the one that came in."""
        sys.stdout.buffer.write(encode(text, self.data))


def unsaved(file: Path) -> Unsaved:
    """Reads all of standard input. Raises UsageError for what is no text."""
    path = file.absolute().as_posix()
    data = sys.stdin.buffer.read()
    text = readable(path, data)
    if isinstance(text, Unreadable):
        raise click.UsageError(f"standard input: {text.reason}")
    return Unsaved(path, text, data)
