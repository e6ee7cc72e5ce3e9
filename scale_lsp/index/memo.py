"""Values that are kept for as long as what they were derived from stays what it was, and mappings that are noted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from typing import Any, Generic, TypeVar

from scale_lsp.index.dependencies import Dependency, Reads, Users

T = TypeVar("T", bound=Hashable)
V = TypeVar("V")


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
