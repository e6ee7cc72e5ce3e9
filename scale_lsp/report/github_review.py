"""A review of a pull request, for `gh api repos/{owner}/{repo}/pulls/NUMBER/reviews --input FILE`.

https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
"""

from __future__ import annotations

import json
from typing import Any

from scale_lsp.report.comments import comment
from scale_lsp.report.markdown import listed, verdict
from scale_lsp.report.places import Place, place
from scale_lsp.report.report import Item, Report


def write(report: Report) -> str:
    """Comments with suggested changes; what lies outside the change is named in the text of the review."""
    placed = [(item, place(item, report)) for item in report.shown]
    elsewhere = [item for item, where in placed if where is None]
    body = [verdict(report), *([listed(elsewhere, report)] if elsewhere else [])]
    review = {
        "event": "COMMENT",
        "body": "\n\n".join(body),
        "comments": [_comment(item, where, report) for item, where in placed if where is not None],
    }
    return json.dumps(review, indent=2) + "\n"


def _comment(item: Item, where: Place, report: Report) -> dict[str, Any]:
    """https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests"""
    lines: dict[str, Any] = {"line": where.last + 1, "side": "RIGHT"}
    if where.first != where.last:
        lines |= {"start_line": where.first + 1, "start_side": "RIGHT"}
    text = comment(item, report, "suggestion" if where.suggests else "", where.cause)
    return {"path": report.path(where.path), **lines, "body": text}
