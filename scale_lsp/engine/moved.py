"""Where the places of findings are after an edit."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import compress, count
from operator import is_not, ne, sub

from scale_lsp.finding import Finding
from scale_lsp.index.project import File
from scale_lsp.text.positions import Location
from scale_lsp.text.records import replace


class Moved:
    """How many lines further down the blocks of a file begin than in the version before."""

    def __init__(self, before: File, after: File) -> None:
        self.before, self.after = before, after
        self._grown = grown = len(after.lines) - len(before.lines)
        blocks, starts = (before.blocks, after.blocks), (before.starts, after.starts)
        above = min(_first(map(is_not, *blocks)), _first(map(ne, *starts)), *map(len, blocks))
        self._head = before.starts[above]
        """What lies before this line is in the same blocks at the same place."""
        by = map(sub, *map(reversed, reversed(starts)))  # how far each block has moved, from the end of the file
        below = min(_first(map(is_not, *map(reversed, blocks))), _first(map(grown.__ne__, by)) - 1, *map(len, blocks))
        self._tail = before.starts[len(before.blocks) - below]
        """What lies here or below is in the same blocks, and moves with the end of the file."""

    def concerns(self, location: Location) -> bool:
        """Whether a place may not be where it was: a quick answer, as most are."""
        line = location.span.start.line
        return line >= self._head and (line < self._tail or self._grown != 0)

    def lines(self, location: Location) -> int | None:
        """How far a place has moved; None where its block is gone."""
        if location.span.start.line < self._head:
            return 0
        if location.span.start.line >= self._tail:
            return self._grown
        block = self.before.block_at(location.span.start.line)
        if block is None or not self.after.holds(block):
            return None
        return self.after.start_of(block) - self.before.start_of(block)

    def __call__(self, location: Location) -> Location:
        return Location(location.path, location.span.shifted(self.lines(location) or 0))


def _first(differs: Iterable[object]) -> int:
    """How many are the same before the first that is different."""
    return next(compress(count(), differs), sys.maxsize)


def places(finding: Finding) -> tuple[Location, ...]:
    """Where a finding is, and where it says something besides."""
    return (finding.location, *[related.location for related in finding.related])


def shifted(finding: Finding, path: str, moved: Moved) -> Finding:
    """A finding with its places in an edited file where they are now."""
    location = moved(finding.location) if finding.location.path == path else finding.location
    related = tuple(
        replace(one, location=moved(one.location)) if one.location.path == path else one for one in finding.related
    )
    return replace(finding, location=location, related=related)
