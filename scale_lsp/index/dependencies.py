"""What a derived thing was derived from, so that it is derived anew when one of these has changed, and only then.

A dependency is a `Block` (its code was looked at) or one of the tuples made here. Many things depend on the same ones:
those are made once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Generic, TypeVar

Dependency = Hashable
T = TypeVar("T", bound=Hashable)
V = TypeVar("V")

MODULES: Dependency = ("modules",)
"""What any file of Python says to the others."""
MODELS: Dependency = ("models",)
"""Any model."""
LABELS: Dependency = ("labels",)
"""Which model a label such as `shop.Order` means."""
USER_MODEL: Dependency = ("user model",)
ROUTES: Dependency = ("routes",)
"""How URLconfs configure views."""
RECEIVERS: Dependency = ("receivers",)
"""Which functions get signals."""
NEW_MIGRATIONS: Dependency = ("new migrations",)
"""Which migrations are new, and what they say."""
MIGRATIONS: Dependency = ("migrations",)
"""Which migrations there are, and what they say."""
PATHS: Dependency = ("paths",)
"""Which files there are."""


@cache
def module(path: str) -> Dependency:
    """What a file of Python says to the others."""
    return ("module", path)


def modules_in(changed: Iterable[Dependency]) -> Iterator[str]:
    """The files of Python that say something else to the others, or are new, or gone."""
    return _of_kind("module", changed)


@cache
def name(path: str, name: str) -> Dependency:
    """What a name of the top level of a file is: an import, a value, a function; of a class, that it is one."""
    return ("name", path, name)


@cache
def body(path: str, name: str) -> Dependency:
    """What a class of the top level of a file consists of."""
    return ("body", path, name)


@cache
def bases(path: str, name: str) -> Dependency:
    """What a class of the top level of a file derives from."""
    return ("bases", path, name)


@cache
def defined(path: str, qualified: str) -> Dependency:
    """Which statement of a file defines a name of its top level, or a member of a class there."""
    return ("defined", path, ".".join(qualified.split(".")[:2]))


@cache
def named(dotted: str) -> Dependency:
    """Which files and folders have the last name of a dotted one."""
    return ("named", dotted.rpartition(".")[2])


@cache
def model(symbol: Hashable) -> Dependency:
    """The fields and relations of a model."""
    return ("model", symbol)


@cache
def routed(symbol: Hashable) -> Dependency:
    """Whether a URLconf names a view."""
    return ("routed", symbol)


@cache
def request_attribute(name: str) -> Dependency:
    """Which functions assign an attribute of requests."""
    return ("request", name)


def derivation(name: Hashable) -> Dependency:
    """What is derived from the project as a whole under a name."""
    return ("derived", name)


def derivations_in(uses: Iterable[Dependency]) -> Iterator[Hashable]:
    """The names of what is derived from the project as a whole."""
    return _of_kind("derived", uses)


@cache
def file(path: str) -> Dependency:
    """All of the text of a file."""
    return ("file", path)


def files(changed: Iterable[Dependency]) -> Iterator[str]:
    """The files whose text has changed."""
    return _of_kind("file", changed)


def words_in(changed: Iterable[Dependency]) -> Iterator[str]:
    """The files in which words that somebody looks for have come, or gone."""
    return _of_kind("words", changed)


def _of_kind(kind: str, dependencies: Iterable[Dependency]) -> Iterator[Any]:
    return (one[1] for one in dependencies if isinstance(one, tuple) and one[0] == kind)


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
    """Who depends on what. Most things have one user: that one is kept as it is, a few in a tuple, many in a dict."""

    __slots__ = ("_of",)

    def __init__(self) -> None:
        self._of: dict[Dependency, T | _Few[T] | _Several[T]] = {}

    def add(self, user: T, uses: Iterable[Dependency]) -> None:
        for dependency in uses:
            known = self._of.setdefault(dependency, user)
            if isinstance(known, _Several):
                known[user] = None
            elif isinstance(known, _Few):
                if user not in known:
                    self._of[dependency] = _users((*known, user))
            elif known is not user and known != user:
                self._of[dependency] = _Few((known, user))

    def remove(self, user: T, uses: Iterable[Dependency]) -> None:
        for dependency in uses:
            known = self._of.get(dependency)
            if isinstance(known, _Several):
                known.pop(user, None)
                if len(known) <= _FEW // 2:
                    self._of[dependency] = _users(tuple(known))
            elif isinstance(known, _Few):
                self._of[dependency] = _users(tuple(one for one in known if one != user))
            elif known == user:
                del self._of[dependency]

    def of(self, changed: Iterable[Dependency]) -> dict[T, None]:
        """All who depend on something that has changed, in the order in which they came."""
        found: dict[T, None] = {}
        for dependency in changed:
            known = self._of.get(dependency)
            if isinstance(known, _Several):
                found |= known
            elif isinstance(known, _Few):
                found |= dict.fromkeys(known)
            elif known is not None:
                found[known] = None
        return found

    def clear(self) -> None:
        self._of.clear()


class Shared:
    """Dependencies of something that many others rest on: these depend on this one, and on all of them by that."""

    __slots__ = ("uses",)

    def __init__(self, uses: Iterable[Dependency]) -> None:
        self.uses = tuple(uses)


class _Few(tuple[T, ...]):
    """Two users or a few more, in the order in which they came."""

    __slots__ = ()


class _Several(dict[T, None]):
    """Users in the order in which they came."""

    __slots__ = ()


_FEW = 16


def _users(those: tuple[T, ...]) -> T | _Few[T] | _Several[T]:
    """At least one user, as `Users` keeps them."""
    if len(those) == 1:
        return those[0]
    return _Few(those) if len(those) <= _FEW else _Several(dict.fromkeys(those))
