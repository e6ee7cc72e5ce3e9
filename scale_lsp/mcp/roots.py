"""The folders an agent may ask about. Nothing outside of them is read for it, or written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath


class Refused(Exception):
    """A request that is not in order; the message says why, and what would be."""


class Roots:
    """Given folders, symbolic links followed once and for all."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(dict.fromkeys(folder.resolve(strict=True) for folder in folders))

    def owner(self, path: Path) -> Path | None:
        """The innermost root of a path whose links are followed."""
        return max((r for r in self.folders if path.is_relative_to(r)), key=lambda r: len(r.parts), default=None)

    def belongs(self, path: str) -> bool:
        """Whether a file below a root is there itself: a link may lead out."""
        return not os.path.islink(path) or self.owner(Path(path).resolve()) is not None

    def confine(self, text: str) -> Path:
        """The file or folder that an agent means. Raises Refused, for what is outside whether it is there or not."""
        if not text or "\0" in text or ".." in PurePath(text).parts:
            raise Refused(f"{text!r} is no path below a root")
        candidates = [(root / text).resolve() for root in self.folders]
        inside = [path for path in candidates if self.owner(path) is not None]
        if not inside:
            raise Refused(f"{text!r} is outside of {self}")
        there = next((path for path in inside if path.exists()), None)
        if there is None:
            raise Refused(f"There is no {text!r} in {self}")
        return there

    def may_write(self, path: str) -> bool:
        """Whether a file that is there, or will be, lies below a root once all links are followed."""
        return self.owner(Path(path).resolve()) is not None

    def __str__(self) -> str:
        return ", ".join(map(str, self.folders))
