"""Discussions of a merge request, each to be posted by itself with the commits of its diff.

https://docs.gitlab.com/api/discussions/#create-new-merge-request-thread
"""

from __future__ import annotations

import json
from typing import Any

from scale_lsp.report.comments import comment
from scale_lsp.report.places import Place, place
from scale_lsp.report.report import Item, Report
from scale_lsp.text.positions import Location, Position, Span


def write(report: Report) -> str:
    """A list of discussions; one without a position where the merge request shows no place for it."""
    return json.dumps([_discussion(item, report) for item in report.shown], indent=2) + "\n"


def _discussion(item: Item, report: Report) -> dict[str, Any]:
    where = place(item, report)
    if where is None:
        at = item.finding.location
        return {"body": f"`{report.path(at.path)}:{at.span.start.line + 1}`\n\n{comment(item, report)}"}
    line = where.last
    mark = f"suggestion:-{line - where.first}+0" if where.suggests else ""
    return {"body": comment(item, report, mark, where.cause), "position": _position(where, line, report)}


def _position(where: Place, line: int, report: Report) -> dict[str, Any]:
    """On a line that is not changed, the number that it had is needed as well."""
    there = Location(where.path, Span(Position(line, 0), Position(line, 0)))
    changes = report.changes
    before = changes.start_before(there) if changes is not None else None
    return {
        "position_type": "text",
        "old_path": report.path(changes.path_before(where.path) if changes is not None else where.path),
        "new_path": report.path(where.path),
        **({"old_line": before.line + 1} if before is not None else {}),
        "new_line": line + 1,
    }
