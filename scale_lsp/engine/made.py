"""Fixes that have been made, each for as long as nothing that it was made from has changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Set
from dataclasses import dataclass, replace

from scale_lsp.finding import Fix
from scale_lsp.index.dependencies import Dependency, Users
from scale_lsp.index.project import Snapshot
from scale_lsp.text.blocks import Block, Lines
from scale_lsp.text.positions import Edit

Group = Hashable
"""Facts that rules are told of together: those of one assembled group, of one survey, or what settings declare."""
Place = tuple[Group, int]
"""A group of facts, and which of the findings in it: that stays the same while findings move with their lines."""


@dataclass(frozen=True, slots=True)
class _Entry:
    fixes: tuple[Fix, ...]
    """Their edits are counted from the first lines of `anchors`."""
    anchors: tuple[tuple[Block | None, ...], ...]
    """The blocks of the edits of each fix; None in an empty file."""
    seen: tuple[tuple[Block, Lines], ...]
    """The blocks that were looked at or are edited, as they were: one whose comments change remains the same block."""


class Made:
    """The fixes of a project. Whoever makes one notes what he reads, or reads nothing but texts of the finding's own
    blocks; what creates files counts until the next edit, as it depends on which files there are.
    """

    def __init__(self) -> None:
        self._of: dict[Group, dict[int, _Entry]] = {}
        self._uses: dict[Group, dict[Dependency, None]] = {}
        self._users = Users[Group]()
        self._brief: set[Group] = set()

    def get(self, snapshot: Snapshot, place: Place) -> tuple[Fix, ...] | None:
        """The fixes where they are now; None when they have to be made."""
        group, number = place
        entry = self._of.get(group, {}).get(number)
        if entry is None or any(block.lines is not lines for block, lines in entry.seen):
            return None
        return tuple(_moved(snapshot, fix, at, 1) for fix, at in zip(entry.fixes, entry.anchors, strict=True))

    def keep(self, snapshot: Snapshot, place: Place, fixes: tuple[Fix, ...], uses: Iterable[Dependency]) -> None:
        """`uses`: what was read when they were made."""
        group, number = place
        anchors = tuple(tuple(_block_of(snapshot, edit) for edit in fix.edits) for fix in fixes)
        blocks = dict.fromkeys(block for each in (uses, *anchors) for block in each if isinstance(block, Block))
        made = tuple(_moved(snapshot, fix, at, -1) for fix, at in zip(fixes, anchors, strict=True))
        seen = tuple((block, block.lines) for block in blocks)
        self._of.setdefault(group, {})[number] = _Entry(made, anchors, seen)
        fresh = dict.fromkeys((*uses, *blocks))
        self._uses.setdefault(group, {}).update(fresh)
        self._users.add(group, fresh)
        if any(fix.new_files for fix in fixes):
            self._brief.add(group)

    def forget(self, group: Group) -> None:
        self._of.pop(group, None)
        self._users.remove(group, self._uses.pop(group, ()))

    def follow(self, changed: Set[Dependency] | None) -> None:
        """Forget what does not hold any more. None: anything may have changed."""
        stale = {**dict.fromkeys(self._brief), **self._users.of(changed)} if changed is not None else dict(self._of)
        for group in stale:
            self.forget(group)
        self._brief.clear()


def _block_of(snapshot: Snapshot, edit: Edit) -> Block | None:
    return snapshot.sources[edit.path].block_at(edit.span.start.line)


def _moved(snapshot: Snapshot, fix: Fix, anchors: Iterable[Block | None], sign: int) -> Fix:
    edits = (
        edit
        if block is None
        else replace(edit, span=edit.span.shifted(sign * snapshot.sources[edit.path].start_of(block)))
        for edit, block in zip(fix.edits, anchors, strict=True)
    )
    return replace(fix, edits=tuple(edits))
