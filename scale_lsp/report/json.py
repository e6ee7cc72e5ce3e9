"""Findings for programs: ruff's shape with related places and impact."""

from __future__ import annotations

import json
from typing import Any

from scale_lsp.config import Config
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Fix, Related
from scale_lsp.report.report import Report
from scale_lsp.text.positions import Position, Span


def write(report: Report) -> str:
    found = [finding_json(item.finding, item.fix, report.config) for item in report.shown]
    return json.dumps(found, indent=2) + "\n"


def finding_json(finding: Finding, fix: Fix | None, config: Config) -> dict[str, Any]:
    """One finding; rows and columns count code points from one, file names are absolute."""
    entry = registry().entries[finding.rule]
    impact = finding.impact
    return {
        "rule": finding.rule,
        "category": entry.category,
        "severity": finding.severity.value,
        "message": finding.message,
        "filename": finding.location.path,
        **_span(finding.location.span),
        "related": [_related(one) for one in finding.related if not one.shared],
        "cause": _related(finding.cause) if finding.cause is not None else None,
        "impact": None
        if impact is None
        else {"resource": impact.resource, "now": str(impact.now), "fixed": str(impact.fixed), "n": impact.n},
        "fix": None
        if fix is None
        else {
            "title": fix.title,
            "applicability": fix.safety.value,
            "edits": [{"filename": e.path, **_span(e.span), "content": e.text} for e in fix.edits],
            "new_files": [{"filename": new.path, "content": new.text} for new in fix.new_files],
        },
        "url": entry.docs[0].format(version=config.docs_version) if entry.docs else None,
    }


def _related(related: Related) -> dict[str, Any]:
    return {"filename": related.location.path, **_span(related.location.span), "message": related.message}


def _span(span: Span) -> dict[str, Any]:
    return {"location": _position(span.start), "end_location": _position(span.end)}


def _position(position: Position) -> dict[str, int]:
    return {"row": position.line + 1, "column": position.column + 1}
