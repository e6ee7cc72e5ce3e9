"""What is derived from a project as a whole, once for as long as nothing that it was derived from changes.

Whoever asks for it depends on what it is, and not on what it was derived from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from scale_lsp.index.dependencies import Dependency, derivation
from scale_lsp.index.project import Snapshot

T = TypeVar("T")
_KEY = "derived"


@dataclass(slots=True)
class _Derived:
    make: Callable[[Snapshot], Any]
    value: Any
    uses: dict[Dependency, None]
    revision: int
    late: bool


def derived(snapshot: Snapshot, name: Hashable, make: Callable[[Snapshot], T], *, late: bool = False) -> T:
    """What `make` makes of the snapshot. `late`: no interpretation depends on it, so it waits until somebody asks."""
    known: dict[Hashable, _Derived] = snapshot.memo.setdefault(_KEY, {})
    if name not in known:
        with snapshot.reads.noted() as uses:
            value = make(snapshot)
        known[name] = _Derived(make, value, uses, snapshot.revision, late)
    else:
        _renew(snapshot, name, known[name])
    snapshot.reads.note(derivation(name))
    found: T = known[name].value
    return found


def renew(snapshot: Snapshot) -> None:
    """Derive anew what does not hold any more; what has become something else counts as changed."""
    for name, one in list(snapshot.memo.get(_KEY, {}).items()):
        if not one.late:
            _renew(snapshot, name, one)


def _renew(snapshot: Snapshot, name: Hashable, one: _Derived) -> None:
    if one.revision == snapshot.revision:
        return
    changed = snapshot.changed_since(one.revision)
    one.revision = snapshot.revision
    if changed is not None and one.uses.keys().isdisjoint(changed):
        return
    with snapshot.reads.noted() as uses:
        value = one.make(snapshot)
    one.uses = uses
    if value != one.value:
        one.value = value
        snapshot.changes[-1].add(derivation(name))
