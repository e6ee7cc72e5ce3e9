"""Where a review may comment: on the lines of a change, and on those that are shown around them."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.finding import Related
from scale_lsp.report.report import Item, Report

CONTEXT = 3
"""The unchanged lines that GitHub and GitLab show around changed ones."""


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file, from zero and both included; `cause` when it is not the finding's own place.

    `suggests`: whether the suggested change may be made there.
    """

    path: str
    first: int
    last: int
    suggests: bool = False
    cause: Related | None = None


def place(item: Item, report: Report) -> Place | None:
    """Where to speak of a finding: at its place with what is suggested, at its place alone, or at its cause.

    None when the change shows none of these. Without a change, all files are taken for shown.
    """
    finding, offered = item.finding, item.suggestion
    path, line = finding.location.path, finding.location.span.start.line
    if offered is not None and _shown(path, offered.first, offered.last, report):
        return Place(path, offered.first, offered.last, suggests=True)
    if _shown(path, line, line, report):
        return Place(path, line, line)
    cause = finding.cause
    if cause is None:
        return None
    line = cause.location.span.start.line
    return (
        Place(cause.location.path, line, line, cause=cause) if _shown(cause.location.path, line, line, report) else None
    )


def _shown(path: str, first: int, last: int, report: Report) -> bool:
    if report.changes is None:
        return True
    change = report.changes.files.get(path)
    if change is None or change.after is None:
        return False
    return change.before is None or any(
        hunk.start - CONTEXT <= first and last < hunk.stop + CONTEXT for hunk in change.hunks
    )
