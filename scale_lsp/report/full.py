"""Findings for people: what, where, what it costs, what to do, with the source beside it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from scale_lsp.config import Config
from scale_lsp.engine.impact import assumed_rows
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Fix, Related, Safety, Severity
from scale_lsp.index.project import Snapshot
from scale_lsp.report.diff import unified as named_diff
from scale_lsp.text.positions import Location, apply_edits

_COLOURS = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold blue",
    Severity.HINT: "cyan",
}
_MOST_RELATED = 4


def concise(finding: Finding, config: Config) -> Text:
    """One line: `path:row:column: slug message`."""
    text = Text()
    text.append(place(finding.location), style="bold")
    text.append(f": {finding.rule}", style=_COLOURS[finding.severity])
    if finding.fixable is Safety.SAFE:
        text.append(" [*]", style="cyan")
    return text.append(f" {finding.message}")


def full(finding: Finding, fix: Fix | None, snapshot: Snapshot, config: Config) -> Text:
    """Several lines: message, source with carets, related places, impact, fix, link."""
    gutter = len(str(max(_last_line(finding.location), *(_last_line(r.location) for r in _shown(finding)), 1)))
    text = Text()
    text.append(f"{finding.rule}", style=_COLOURS[finding.severity]).append(f": {finding.message}\n", style="bold")
    _excerpt(text, finding.location, snapshot, gutter, "^", _COLOURS[finding.severity], "-->")
    for related in _shown(finding):
        _excerpt(text, related.location, snapshot, gutter, "-", "blue", ":::", related.message)
    hidden = len(_own(finding)) - len(_shown(finding))
    if hidden:
        text.append(f"{' ' * gutter} = and {hidden} more places\n")
    if finding.impact is not None:
        impact, rows = finding.impact, assumed_rows(finding, config.options)
        text.append(f"{' ' * gutter} = ", style="blue").append("impact", style="bold")
        text.append(
            f": {impact.resource} {impact.now} → {impact.fixed}, n = {impact.n} "
            f"({impact.now.at(rows.number):,} → {impact.fixed.at(rows.number):,} at n = {rows.number:,}, "
            f"{'configured' if rows.configured else 'assumed'})\n"
        )
    if fix is not None:
        text.append(f"{' ' * gutter} = ", style="blue").append("fix", style="bold")
        text.append(f": {fix.title}{f' ({fix.safety}: {fix.reason})' if fix.safety is not Safety.SAFE else ''}\n")
        for line in _changes(fix, snapshot):
            text.append(f"{' ' * gutter}   {line}\n", style="green" if line.startswith("+") else "red")
    for url in registry().entries[finding.rule].docs[:1]:
        text.append(f"{' ' * gutter} = ", style="blue").append("help", style="bold")
        text.append(f": {url.format(version=config.docs_version)}\n")
    return text


def place(location: Location) -> str:
    start = location.span.start
    return f"{relative(location.path)}:{start.line + 1}:{start.column + 1}"


def relative(path: str) -> str:
    """A path as seen from the working directory, when it lies below."""
    shown = os.path.relpath(path)
    return path if shown.startswith("..") else shown


def _shown(finding: Finding) -> Sequence[Related]:
    return _own(finding)[:_MOST_RELATED]


def _own(finding: Finding) -> tuple[Related, ...]:
    """The places to show, first of all the cause."""
    cause = finding.cause
    first = (cause,) if cause is not None else ()
    there = cause.location if cause is not None else None
    return (*first, *(one for one in finding.related if not one.shared and one.location != there))


def _last_line(location: Location) -> int:
    return location.span.end.line + 1


def _excerpt(
    text: Text, location: Location, snapshot: Snapshot, gutter: int, mark: str, style: str, arrow: str, note: str = ""
) -> None:
    source = snapshot.source(location.path)
    start, end = location.span.start, location.span.end
    text.append(f"{' ' * gutter}{arrow} ", style="blue").append(f"{place(location)}\n")
    if source is None or start.line >= len(source.lines):
        return
    line = source.lines[start.line].rstrip("\r\n")
    last = end.column if end.line == start.line else len(line)
    shown = line.expandtabs(4)
    before = cell_len(line[: start.column].expandtabs(4))
    width = max(cell_len(line[start.column : last].expandtabs(4)), 1)
    text.append(f"{start.line + 1:>{gutter}} | ", style="blue").append(f"{shown}\n")
    text.append(f"{' ' * gutter} | ", style="blue").append(" " * before + mark * width, style=style)
    text.append(f" {note}\n" if note else "\n", style=style)


def _changes(fix: Fix, snapshot: Snapshot) -> Iterable[str]:
    for path in dict.fromkeys(edit.path for edit in fix.edits):
        source = snapshot.source(path)
        if source is None:
            continue
        changed = apply_edits(source.text, [e for e in fix.edits if e.path == path])
        for line in difflib.unified_diff(source.text.splitlines(), changed.splitlines(), n=0, lineterm=""):
            if line[:1] in "+-" and not line.startswith(("+++", "---")):
                yield f"{line[0]} {line[1:].strip()}"
    for new in fix.new_files:
        yield f"+ {relative(new.path)}"


def unified(path: str, before: str | None, after: str, name: str = "") -> str:
    """A unified diff of one file, under the name that people write from where they are."""
    return named_diff(name or relative(path).replace(os.sep, "/"), before, after)
