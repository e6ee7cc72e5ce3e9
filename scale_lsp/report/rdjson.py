"""The diagnostic format of reviewdog: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf."""

from __future__ import annotations

import json
from typing import Any

from scale_lsp.finding import Severity
from scale_lsp.report.report import Item, Report
from scale_lsp.report.suggestions import Suggestion
from scale_lsp.text.positions import Position, Span

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO", Severity.HINT: "INFO"}


def write(report: Report) -> str:
    diagnostics = [_diagnostic(item, report) for item in report.shown]
    return json.dumps({"source": {"name": "scale-lsp"}, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(item: Item, report: Report) -> dict[str, Any]:
    finding = item.finding
    url = report.url(finding)
    suggested = item.suggestion
    return {
        "message": finding.message,
        "location": _location(finding.location.path, finding.location.span, report),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule, **({"url": url} if url else {})},
        **({"suggestions": [_suggestion(suggested, report)]} if suggested is not None else {}),
    }


def _suggestion(suggested: Suggestion, report: Report) -> dict[str, Any]:
    """Whole lines, without the end of the last one; with it where lines go away altogether."""
    if not suggested.text:
        lines = {"start": {"line": suggested.first + 1, "column": 1}, "end": {"line": suggested.last + 2, "column": 1}}
        return {"range": lines, "text": ""}
    lines = {"start": {"line": suggested.first + 1}, "end": {"line": suggested.last + 1}}
    return {"range": lines, "text": suggested.text.removesuffix("\n").removesuffix("\r")}


def _location(path: str, span: Span, report: Report) -> dict[str, Any]:
    lines = report.lines(path)

    def position(at: Position) -> dict[str, int]:
        """Columns are bytes of UTF-8, from one."""
        text = lines[at.line][: at.column] if at.line < len(lines) else ""
        return {"line": at.line + 1, "column": len(text.encode(errors="surrogatepass")) + 1}

    return {"path": report.path(path), "range": {"start": position(span.start), "end": position(span.end)}}
