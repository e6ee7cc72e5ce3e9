"""What a file defines: its functions, classes and methods, with the lines they take."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.definitions import definitions
from scale_lsp.index.project import Snapshot
from scale_lsp.text.positions import Location, Span
from scale_lsp.text.source import SourceFile


@dataclass(frozen=True, slots=True)
class Defined:
    """`name` is the qualified name in the file, `location` all of the definition."""

    name: str
    location: Location


def outline(snapshot: Snapshot, path: str) -> list[Defined]:
    """In the order of the file; a method after its class."""
    source, known = snapshot.source(path), definitions(snapshot, path)
    if known is None or not isinstance(source, SourceFile):
        return []
    found = []
    for name, one in [*known.functions.items(), *known.classes.items()]:
        start = source.location(one.block, one.block.span(one.node))
        end = start.span.end
        for block, member in one.members:
            end = max(end, source.location(block, block.span(member)).span.end)
        found.append(Defined(name, Location(path, Span(start.span.start, end))))
    return sorted(found, key=lambda one: (one.location.span.start, -one.location.span.end.line))


def around(snapshot: Snapshot, path: str, line: int) -> Defined | None:
    """The innermost definition that a line is in; decorators do not count."""
    within = [o for o in outline(snapshot, path) if o.location.span.start.line <= line <= o.location.span.end.line]
    return within[-1] if within else None
