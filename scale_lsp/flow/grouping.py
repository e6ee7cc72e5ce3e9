"""Things put together by key while their sources come, change and go; it is known which keys have changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from operator import is_not
from typing import Generic, TypeVar

Source = TypeVar("Source", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


class Groups(Generic[Source, Key, Item]):
    """What each source says, by key."""

    __slots__ = ("_keys", "_said", "changed")

    def __init__(self) -> None:
        self._said: dict[Key, dict[Source, list[Item]]] = {}
        self._keys: dict[Source, tuple[Key, ...]] = {}
        self.changed: dict[Key, None] = {}
        """Keys whose groups are not what they were when somebody last took them."""

    def put(self, source: Source, items: Iterable[tuple[Key, Item]]) -> None:
        """What a source says now, instead of all that it said before. The same objects say the same."""
        before: dict[Key, list[Item]] = {}
        for key in self._keys.pop(source, ()):
            sources = self._said[key]
            before[key] = sources.pop(source)
            if not sources:
                del self._said[key]
        now: dict[Key, list[Item]] = {}
        for key, item in items:
            now.setdefault(key, []).append(item)
        for key, said in now.items():
            self._said.setdefault(key, {})[source] = said
            old = before.pop(key, ())
            if len(old) != len(said) or any(map(is_not, old, said)):
                self.changed[key] = None
        self.changed |= dict.fromkeys(before)
        if now:
            self._keys[source] = tuple(now)

    def keys(self, source: Source) -> tuple[Key, ...]:
        """What a source says something about."""
        return self._keys.get(source, ())

    def group(self, key: Key) -> Mapping[Source, list[Item]]:
        """What is said of a key; empty when nobody says anything any more."""
        return self._said.get(key, {})

    def __contains__(self, key: Key) -> bool:
        return key in self._said

    def take(self) -> dict[Key, None]:
        """The keys that have changed since this was last asked."""
        taken, self.changed = self.changed, {}
        return taken
