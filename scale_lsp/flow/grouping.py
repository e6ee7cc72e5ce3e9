"""Things put together by key while their sources come, change and go; it is known which keys have changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Source = TypeVar("Source", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


class Groups(Generic[Source, Key, Item]):
    """What each source says, by key. Most keys have one source: that one is kept as a pair, several in a dictionary."""

    __slots__ = ("_keys", "_said", "changed")

    def __init__(self) -> None:
        self._said: dict[Key, tuple[Source, tuple[Item, ...]] | dict[Source, tuple[Item, ...]]] = {}
        self._keys: dict[Source, tuple[Key, ...]] = {}
        self.changed: dict[Key, None] = {}
        """Keys whose groups are not what they were when somebody last took them."""

    def put(self, source: Source, items: Iterable[tuple[Key, Item]]) -> None:
        """What a source says now, instead of all that it said before."""
        for key in self._keys.pop(source, ()):
            self._withdraw(source, key)
            self.changed[key] = None
        said: dict[Key, list[Item]] = {}
        for key, item in items:
            said.setdefault(key, []).append(item)
        for key, mine in said.items():
            self._add(source, key, tuple(mine))
            self.changed[key] = None
        if said:
            self._keys[source] = tuple(said)

    def _add(self, source: Source, key: Key, items: tuple[Item, ...]) -> None:
        known = self._said.get(key)
        if isinstance(known, dict):
            known[source] = items
        else:
            self._said[key] = {known[0]: known[1], source: items} if known is not None else (source, items)

    def _withdraw(self, source: Source, key: Key) -> None:
        known = self._said[key]
        if isinstance(known, dict):
            del known[source]
            if len(known) == 1:
                (self._said[key],) = known.items()
        else:
            del self._said[key]

    def keys(self, source: Source) -> tuple[Key, ...]:
        """What a source says something about."""
        return self._keys.get(source, ())

    def group(self, key: Key) -> list[Item]:
        """What is said of a key, source by source; empty when nobody says anything any more."""
        known = self._said.get(key)
        if known is None:
            return []
        sources = known.values() if isinstance(known, dict) else (known[1],)
        return [item for items in sources for item in items]

    def __contains__(self, key: Key) -> bool:
        return key in self._said

    def take(self) -> dict[Key, None]:
        """The keys that have changed since this was last asked."""
        taken, self.changed = self.changed, {}
        return taken
