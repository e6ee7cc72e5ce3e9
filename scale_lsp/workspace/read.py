"""Reading and writing source files with the encoding they declare."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scale_lsp.text.positions import NewFile

MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is left out, and why."""

    path: str
    reason: str


def read(path: str) -> str | Unreadable:
    """The text of a Python file, decoded as PEP 263 says, without a byte order mark."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return Unreadable(path, error.strerror or "cannot be read")
    return readable(path, data)


def readable(path: str, data: bytes) -> str | Unreadable:
    """The text of the bytes of a file."""
    if len(data) > MOST_BYTES:
        return Unreadable(path, f"larger than {MOST_BYTES // 1_000_000} MB")
    try:
        return decode(data)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return Unreadable(path, f"not {declared_encoding(data)} text")


def decode(data: bytes) -> str:
    """The text of source bytes. Raises SyntaxError, UnicodeDecodeError or LookupError."""
    return data.decode(_codec(data))


def _codec(data: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return encoding


def declared_encoding(data: bytes) -> str:
    try:
        return _codec(data)
    except (SyntaxError, UnicodeDecodeError):
        return "UTF-8"


def encode(text: str, like: bytes) -> bytes:
    """A text in the encoding, with the byte order mark, that other bytes have."""
    return text.encode(declared_encoding(like))


def write(path: str, text: str) -> None:
    """Write a text back in the encoding, with the byte order mark, that the file has."""
    file = Path(path)
    file.write_bytes(encode(text, file.read_bytes() if file.exists() else b""))


def write_all(texts: Mapping[str, str], new_files: Iterable[NewFile]) -> None:
    """What fixes change: first the new files, so that nothing is written when one of them is there already."""
    for new in new_files:
        create(new.path, new.text)
    for path, text in sorted(texts.items()):
        write(path, text)


def create(path: str, text: str) -> None:
    """Write a new file. Raises FileExistsError: no text that somebody wrote is lost."""
    with Path(path).open("x", encoding="utf-8", newline="") as file:
        file.write(text)
