"""Suggested changes: the lines of a fix as a reviewer can take them over with one click.

Only safe fixes are suggested, and only those that change nothing but a few lines at the finding: half a fix, such as a
name without its import, must not be applied. The others are shown as a difference (`difference`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.index.project import Snapshot
from scale_lsp.report.full import unified
from scale_lsp.text.positions import Edit, apply_edits

MOST_LINES = 15
"""What a comment can be about; between two places further apart there is other code to read."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Lines `first` to `last` of a file, from zero and both included, and what stands there with the fix."""

    path: str
    first: int
    last: int
    text: str


def suggestion(finding: Finding, fix: Fix, snapshot: Snapshot) -> Suggestion | None:
    """The lines of a finding together with those that its fix changes; None when there is more to it."""
    path, start = finding.location.path, finding.location.span.start
    if fix.safety is not Safety.SAFE or fix.new_files or any(edit.path != path for edit in fix.edits):
        return None
    source = snapshot.sources[path]
    touched = [line for edit in fix.edits for line in _lines(edit, source.lines)]
    first, last = min(start.line, *touched), max(start.line, *touched)
    if last - first >= MOST_LINES:
        return None
    changed = apply_edits(source.text, fix.edits)
    before, after = sum(map(len, source.lines[:first])), sum(map(len, source.lines[last + 1 :]))
    return Suggestion(path, first, last, changed[before : len(changed) - after])


def _lines(edit: Edit, lines: Sequence[str]) -> tuple[int, int]:
    """The first and the last line that an edit changes. Whole new lines belong to the line above."""
    first, last = edit.span.start, edit.span.end
    if last.column == 0 and last.line > first.line:
        return first.line, last.line - 1
    if last == first and first.column == 0 and first.line and edit.text.endswith("\n"):
        return first.line - 1, first.line - 1
    end = max(len(lines) - 1, 0)
    return min(first.line, end), min(last.line, end)


def difference(fix: Fix, snapshot: Snapshot, name: Callable[[str], str]) -> str:
    """All that a fix does, as a unified diff. `name`: how a path is shown."""
    said = []
    for path in dict.fromkeys(edit.path for edit in fix.edits):
        text = snapshot.sources[path].text
        changed = apply_edits(text, [edit for edit in fix.edits if edit.path == path])
        said.append(unified(path, text, changed, name(path)))
    said += [unified(new.path, None, new.text, name(new.path)) for new in fix.new_files]
    return "".join(said)


def fenced(text: str, mark: str) -> str:
    """A block of Markdown, with more backticks around it than there are in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{fence}{mark}\n{text}{end}{fence}"
