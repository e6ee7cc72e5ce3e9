"""What is derived from a project as a whole, once for as long as nothing that it was derived from changes.

Whoever asks for it depends on what it is, and not on what it was derived from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Set
from typing import Any, TypeVar

from scale_lsp.index.dependencies import Dependency, Users, derivation, derivations_in, modules_in
from scale_lsp.index.project import Snapshot
from scale_lsp.index.summary import ModuleSummary

T = TypeVar("T")


class _Derived:
    """Of the whole project at once."""

    def __init__(self, make: Callable[[Snapshot], Any], late: bool) -> None:
        self.make, self.late = make, late
        self.revision = 0
        self.value: Any = None
        self.inner: Set[Hashable] = frozenset()
        """The names of what else was asked for to derive it."""
        self._uses: dict[Dependency, None] = {}

    def renew(self, snapshot: Snapshot, changed: Set[Dependency] | None) -> bool:
        """Derive it again if something has changed that it was derived from; whether it is something else now."""
        if changed is not None and self._uses.keys().isdisjoint(changed):
            return False
        before = self.value
        with snapshot.reads.noted() as self._uses:
            self.value = self.make(snapshot)
        self.inner = frozenset(derivations_in(self._uses))
        return bool(self.value != before)


class _OfModules:
    """Of each Python file by itself."""

    def __init__(self, make: Callable[[Snapshot, str, ModuleSummary], Iterable[Any]], late: bool) -> None:
        self.make, self.late = make, late
        self.revision = 0
        self.value: dict[str, tuple[Any, ...]] = {}
        """By path, where something was made."""
        self.inner: Set[Hashable] = frozenset()
        self._uses: dict[str, dict[Dependency, None]] = {}
        self._users = Users[str]()

    def renew(self, snapshot: Snapshot, changed: Set[Dependency] | None) -> bool:
        modules = snapshot.graph.names.every_module
        stale = self._users.of(changed) | dict.fromkeys(modules_in(changed)) if changed is not None else modules
        differs = [self._make(snapshot, path, modules.get(path)) for path in stale]
        return any(differs)

    def _make(self, snapshot: Snapshot, path: str, module: ModuleSummary | None) -> bool:
        self._users.remove(path, self._uses.pop(path, ()))
        made: tuple[Any, ...] = ()
        if module is not None:
            with snapshot.reads.noted() as uses:
                made = tuple(self.make(snapshot, path, module))
            if uses:
                self._uses[path] = uses
                self._users.add(path, uses)
                self.inner |= frozenset(derivations_in(uses))
        before = self.value.pop(path, ())
        if made:
            self.value[path] = made
        return made != before


def derived(snapshot: Snapshot, name: Hashable, make: Callable[[Snapshot], T], *, late: bool = False) -> T:
    """What `make` makes of the snapshot. `late`: no interpretation depends on it, so it waits until somebody asks."""
    found: T = _value(snapshot, name, lambda: _Derived(make, late))
    return found


def of_modules(
    snapshot: Snapshot,
    name: Hashable,
    make: Callable[[Snapshot, str, ModuleSummary], Iterable[T]],
    *,
    late: bool = False,
) -> Iterator[T]:
    """What `make` makes of each Python file, in the order of their paths; after an edit, again of one file."""
    found: dict[str, tuple[T, ...]] = _value(snapshot, ("modules", name), lambda: _OfModules(make, late))
    return (one for path in sorted(found) for one in found[path])


def renew(snapshot: Snapshot) -> None:
    """Derive anew what does not hold any more; what has become something else counts as changed."""
    for one in list(_all(snapshot)):
        if not _all(snapshot)[one].late:
            _renew(snapshot, one)


def _all(snapshot: Snapshot) -> dict[Hashable, _Derived | _OfModules]:
    found: dict[Hashable, _Derived | _OfModules] = snapshot.memo.setdefault("derived", {})
    return found


def _value(snapshot: Snapshot, name: Hashable, new: Callable[[], _Derived | _OfModules]) -> Any:
    known = _all(snapshot)
    if name not in known:
        one = new()
        one.renew(snapshot, None)
        one.revision = snapshot.revision
        known[name] = one
    else:
        _renew(snapshot, name)
    snapshot.reads.note(derivation(name))
    return known[name].value


def _renew(snapshot: Snapshot, name: Hashable) -> None:
    one = _all(snapshot)[name]
    if one.revision == snapshot.revision:
        return
    for inner in one.inner:
        _renew(snapshot, inner)
    changed = snapshot.changed_since(one.revision)
    if one.renew(snapshot, changed):
        snapshot.changes[-1].add(derivation(name))
    one.revision = snapshot.revision
