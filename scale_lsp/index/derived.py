"""What is derived from a project as a whole, once for as long as nothing that it was derived from changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from scale_lsp.index.dependencies import GRAPH, Dependency
from scale_lsp.index.project import Snapshot

T = TypeVar("T")


@dataclass(slots=True)
class _Derived:
    value: Any
    uses: dict[Dependency, None]
    revision: int


def derived(snapshot: Snapshot, name: Hashable, make: Callable[[Snapshot], T]) -> T:
    """What `make` makes of the snapshot. Whoever asks depends on what it was made from."""
    known: _Derived | None = snapshot.memo.get(("derived", name))
    if known is None or not _holds(known, snapshot):
        with snapshot.reads.noted() as uses:
            value = make(snapshot)
        known = snapshot.memo["derived", name] = _Derived(value, uses, snapshot.revision)
    snapshot.reads.into.update(known.uses)
    found: T = known.value
    return found


def _holds(known: _Derived, snapshot: Snapshot) -> bool:
    if known.revision == snapshot.revision:
        return True
    changed = snapshot.changed_since(known.revision)
    if changed is None or GRAPH in changed or not known.uses.keys().isdisjoint(changed):
        return False
    known.revision = snapshot.revision
    return True
