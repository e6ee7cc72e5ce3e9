"""What a derived thing was derived from, so that it is derived anew when one of these has changed, and only then.

A dependency is a `Block` (its code was looked at) or one of the tuples made here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Dependency = Hashable
T = TypeVar("T", bound=Hashable)

GRAPH: Dependency = ("graph",)
"""Anything that the model graph says."""
PATHS: Dependency = ("paths",)
"""Which files there are."""
DECLARED: Dependency = ("declared",)
"""What settings and deployment files say."""


def file(path: str) -> Dependency:
    """All of the text of a file."""
    return ("file", path)


class Reads:
    """Notes what is read while something is derived. One for each project, as a project has one owner."""

    __slots__ = ("into", "whole_files", "words")

    def __init__(self) -> None:
        self.into: dict[Dependency, None] = {}
        self.whole_files = True
        """Whoever looks up a definition may look at all of its file. The interpreter notes the blocks instead."""

        self.words: set[str] = set()
        """Words whose files somebody looks for."""

    def note_words(self, path: str, words: Iterable[str]) -> None:
        self.words.update(words)
        self.into[("words", path)] = None

    def changed_words(self, path: str, texts: Iterable[str]) -> Iterator[Dependency]:
        """Whether texts that have come or gone have such words."""
        if any(word in text for text in texts for word in self.words):
            yield ("words", path)

    def note(self, dependency: Dependency) -> None:
        self.into[dependency] = None

    def note_file(self, path: str) -> None:
        if self.whole_files:
            self.into[file(path)] = None

    @contextmanager
    def noted(self, *, whole_files: bool = True) -> Iterator[dict[Dependency, None]]:
        """Note into a dictionary of its own."""
        outer = (self.into, self.whole_files)
        self.into, self.whole_files = {}, whole_files
        try:
            yield self.into
        finally:
            self.into, self.whole_files = outer


class Users(Generic[T]):
    """Who depends on what."""

    __slots__ = ("_of",)

    def __init__(self) -> None:
        self._of: dict[Dependency, dict[T, None]] = {}

    def add(self, user: T, uses: Iterable[Dependency]) -> None:
        for dependency in uses:
            self._of.setdefault(dependency, {})[user] = None

    def remove(self, user: T, uses: Iterable[Dependency]) -> None:
        for dependency in uses:
            users = self._of.get(dependency)
            if users is not None and users.pop(user, self) is None and not users:
                del self._of[dependency]

    def of(self, changed: Iterable[Dependency]) -> dict[T, None]:
        """All who depend on something that has changed, in the order in which they came."""
        return {user: None for dependency in changed for user in self._of.get(dependency, ())}

    def clear(self) -> None:
        self._of.clear()
