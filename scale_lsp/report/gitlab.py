"""GitLab Code Quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import json
from typing import Any

from scale_lsp.finding import Severity
from scale_lsp.report.report import Item, Report
from scale_lsp.text.positions import Position

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "minor", Severity.HINT: "info"}


def write(report: Report) -> str:
    shown = set(map(id, report.shown))
    found = zip(report.items, report.fingerprints, strict=True)
    return json.dumps([_issue(item, known, report) for item, known in found if id(item) in shown], indent=2) + "\n"


def _issue(item: Item, fingerprint: str, report: Report) -> dict[str, Any]:
    finding = item.finding
    span = finding.location.span
    return {
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": report.path(finding.location.path),
            "positions": {"begin": _position(span.start), "end": _position(span.end)},
        },
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line + 1, "column": position.column + 1}
