"""What is different between two states of a project's texts: files, and lines inside of them."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scale_lsp.text.positions import Location, Position, Span, split_lines

_SIMILAR = 0.5
"""How much of a file stays when it is taken to be renamed, as git counts.

https://git-scm.com/docs/git-diff#Documentation/git-diff.txt--Mn
"""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines of the new text, from `start` up to `stop`, that stand where other lines stood."""

    start: int
    stop: int
    before: tuple[str, ...]

    def touches(self, span: Span) -> bool:
        """Whether a place has one of the new lines."""
        return self.start <= span.end.line and span.start.line < self.stop


@dataclass(frozen=True)
class Change:
    """A file that is not what it was. `before` is None for a new one, `after` for one that is gone."""

    path: str
    before: str | None
    after: str | None
    renamed_from: str | None = None

    @cached_property
    def hunks(self) -> tuple[Hunk, ...]:
        if self.after is None:
            return ()
        return tuple(_hunks(split_lines(self.before or ""), self._lines))

    @cached_property
    def _lines(self) -> list[str]:
        return split_lines(self.after or "")

    def without(self, hunk: Hunk) -> str:
        """The new text, but for one hunk."""
        return "".join([*self._lines[: hunk.start], *hunk.before, *self._lines[hunk.stop :]])

    def place(self, hunk: Hunk) -> Location:
        """Where a hunk is, without the indentation; where nothing stands there now, the line that follows."""
        last = max(hunk.start, hunk.stop - 1)
        if not self._lines:
            return Location(self.path, Span(Position(0, 0), Position(0, 0)))
        first, last = (min(line, len(self._lines) - 1) for line in (hunk.start, last))
        begins, ends = self._lines[first], self._lines[last].rstrip()
        return Location(self.path, Span(Position(first, len(begins) - len(begins.lstrip())), Position(last, len(ends))))

    def touches(self, span: Span) -> bool:
        return any(hunk.touches(span) for hunk in self.hunks)


@dataclass(frozen=True)
class Changes:
    """All files that are not what they were, by their paths now; those that are gone by the paths they had."""

    files: Mapping[str, Change] = field(default_factory=dict)

    def touch(self, location: Location) -> bool:
        """Whether a place lies on changed lines."""
        change = self.files.get(location.path)
        return change is not None and change.touches(location.span)

    def path_before(self, path: str) -> str:
        change = self.files.get(path)
        return change.renamed_from or path if change is not None else path

    def start_before(self, location: Location) -> Position | None:
        """Where a place began, if its first line is not changed."""
        change, start = self.files.get(location.path), location.span.start
        if change is None:
            return start
        line = start.line
        for hunk in change.hunks:
            if hunk.start <= start.line < hunk.stop:
                return None
            if hunk.stop <= start.line:
                line += len(hunk.before) - (hunk.stop - hunk.start)
        return Position(line, start.column)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """What has to be done to the texts of some files, by their paths, to come from one state to the other."""
    gone = {path: text for path, text in before.items() if path not in after}
    new = {path: text for path, text in after.items() if path not in before}
    renamed = dict(_renamed(gone, new))
    files = {}
    for path, text in after.items():
        if path in renamed:
            files[path] = Change(path, gone[renamed[path]], text, renamed[path])
        elif before.get(path) != text:
            files[path] = Change(path, before.get(path), text)
    moved = set(renamed.values())
    files |= {path: Change(path, text, None) for path, text in gone.items() if path not in moved}
    return Changes(files)


def _renamed(gone: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The new paths of files that are gone, most alike first."""
    lines = {text: Counter(split_lines(text)) for text in {*gone.values(), *new.values()}}
    alike = []
    for path, text in new.items():
        for old, other in gone.items():
            if text and path.rpartition(".")[2] == old.rpartition(".")[2]:
                same = (lines[text] & lines[other]).total() / max(lines[text].total(), lines[other].total())
                if same >= _SIMILAR:
                    alike.append((-same, path.rpartition("/")[2] != old.rpartition("/")[2], path, old))
    taken: set[str] = set()
    for _, _, path, old in sorted(alike):
        if path not in taken and old not in taken:
            taken |= {path, old}
            yield path, old


def _hunks(before: list[str], after: list[str]) -> Iterator[Hunk]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, stop in matcher.get_opcodes():
        if kind != "equal":
            yield Hunk(start, stop, tuple(before[first:last]))
