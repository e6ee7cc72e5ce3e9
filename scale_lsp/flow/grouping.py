"""Things put together by key while their sources come, change and go; it is known which keys have changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from operator import is_not
from typing import Generic, TypeVar

Source = TypeVar("Source", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


class Groups(Generic[Source, Key, Item]):
    """What each source says, by key.

    Most keys have one source: it stands before what it says. Several are in a dictionary.
    """

    __slots__ = ("_keys", "_said", "changed")

    def __init__(self) -> None:
        self._said: dict[Key, tuple[Source, *tuple[Item, ...]] | dict[Source, tuple[Item, ...]]] = {}
        self._keys: dict[Source, tuple[Key, ...]] = {}
        self.changed: dict[Key, None] = {}
        """Keys whose groups are not what they were when somebody last took them."""

    def put(self, source: Source, items: Iterable[tuple[Key, Item]]) -> None:
        """What a source says now, instead of all that it said before. The same objects say the same."""
        before: dict[Key, Sequence[Item]] = {key: self._withdraw(source, key) for key in self._keys.pop(source, ())}
        now: dict[Key, list[Item]] = {}
        for key, item in items:
            now.setdefault(key, []).append(item)
        for key, said in now.items():
            self._add(source, key, said)
            old = before.pop(key, ())
            if len(old) != len(said) or any(map(is_not, old, said)):
                self.changed[key] = None
        self.changed |= dict.fromkeys(before)
        if now:
            self._keys[source] = tuple(now)

    def _add(self, source: Source, key: Key, items: Iterable[Item]) -> None:
        known = self._said.get(key)
        if isinstance(known, dict):
            known[source] = tuple(items)
        elif known is not None:
            self._said[key] = {known[0]: known[1:], source: tuple(items)}
        else:
            self._said[key] = (source, *items)

    def _withdraw(self, source: Source, key: Key) -> Sequence[Item]:
        known = self._said[key]
        if not isinstance(known, dict):
            del self._said[key]
            return known[1:]
        gone = known.pop(source)
        if len(known) == 1:
            ((other, items),) = known.items()
            self._said[key] = (other, *items)
        return gone

    def keys(self, source: Source) -> tuple[Key, ...]:
        """What a source says something about."""
        return self._keys.get(source, ())

    def group(self, key: Key) -> list[Item]:
        """What is said of a key, source by source; empty when nobody says anything any more."""
        known = self._said.get(key, ())
        if isinstance(known, dict):
            return [item for items in known.values() for item in items]
        return list(known[1:])

    def __contains__(self, key: Key) -> bool:
        return key in self._said

    def take(self) -> dict[Key, None]:
        """The keys that have changed since this was last asked."""
        taken, self.changed = self.changed, {}
        return taken
