"""What a derived thing was derived from, so that it is derived anew when one of these has changed, and only then.

A dependency is a `Block` (its code was looked at) or one of the tuples made here. Many things depend on the same ones:
those are made once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
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


class Memo(Generic[T, V]):
    """Values that are derived one by one, each for as long as nothing that it was derived from changes."""

    __slots__ = ("_known", "_reads", "_users", "gone")

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self.gone: dict[T, V] = {}
        """What the one before knew and what does not hold any more."""
        self._known: dict[T, tuple[V, dict[Dependency, None]]] = {}
        self._users = Users[T]()

    def get(self, key: T, make: Callable[[T], V]) -> V:
        """The value; whoever asks depends on what it was made from."""
        known = self._known.get(key)
        if known is None:
            with self._reads.noted() as uses:
                value = make(key)
            known = self._known[key] = (value, uses)
            self._users.add(key, uses)
        self._reads.into.update(known[1])
        return known[0]

    def without(self, changed: Set[Dependency]) -> Memo[T, V]:
        """What holds still. It takes over what this one knows, which begins anew."""
        kept = Memo[T, V](self._reads)
        kept._known, kept._users = self._known, self._users
        self._known, self._users = {}, Users[T]()
        for key in kept._users.of(changed):
            kept.gone[key], uses = kept._known.pop(key)
            kept._users.remove(key, uses)
        return kept


class Mapped(Mapping[T, V]):
    """A mapping whose look-ups are noted; `every` stands for all of it."""

    __slots__ = ("_dependency", "_every", "_of", "_reads")

    def __init__(self, of: Mapping[T, V], reads: Reads, every: Dependency, dependency: Callable[[T], Dependency]):
        self._of, self._reads, self._every, self._dependency = of, reads, every, dependency

    def __getitem__(self, key: T) -> V:
        self._reads.into[self._dependency(key)] = None
        return self._of[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self._reads.into[self._dependency(key)] = None
        return self._of.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._reads.into[self._dependency(key)] = None  # type: ignore[arg-type]
        return key in self._of

    def __iter__(self) -> Iterator[T]:
        self._reads.into[self._every] = None
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)
