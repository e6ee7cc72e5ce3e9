"""SARIF 2.1.0, for code scanning on GitHub, Azure DevOps, editors: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from scale_lsp import __version__
from scale_lsp.catalogue import Entry
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Fix, Safety, Severity
from scale_lsp.report.report import Item, Report
from scale_lsp.text.positions import Location, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "scaleLsp/v1"
_ROOT = "SRCROOT"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.HINT: "note"}


def write(report: Report) -> str:
    """One run; with the rules that found something, and all findings, those that were there before among them."""
    slugs = sorted({item.finding.rule for item in report.items})
    run = {
        "tool": {
            "driver": {
                "name": "scale-lsp",
                "semanticVersion": __version__,
                "rules": [_rule(registry().entries[slug], report) for slug in slugs],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"uri": f"{report.base.as_uri().rstrip('/')}/"}},
        "results": [
            _result(item, known, slugs.index(item.finding.rule), report)
            for item, known in zip(report.items, report.fingerprints, strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(entry: Entry, report: Report) -> dict[str, Any]:
    links = [url.format(version=report.config.docs_version) for url in entry.docs]
    more = "\n".join(["", *(f"- <{link}>" for link in links), ""]) if links else ""
    severity = _LEVELS[report.config.severity_of(entry)]
    return {
        "id": entry.slug,
        "shortDescription": {"text": entry.title},
        "help": {"text": entry.body + more, "markdown": entry.body + more},
        **({"helpUri": links[0]} if links else {}),
        "defaultConfiguration": {"level": severity},
        "properties": {
            "tags": ["performance", entry.category],
            "problem.severity": "recommendation" if severity == "note" else severity,
        },
    }


def _result(item: Item, fingerprint: str, rule: int, report: Report) -> dict[str, Any]:
    finding = item.finding
    impact = report.impact(finding)
    steps = [(finding.location, finding.message), *((one.location, one.message) for one in item.related)]
    changes = _fix(item.fix, report) if item.fix is not None else None
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message, **({"markdown": f"{finding.message}\n\n{impact}"} if impact else {})},
        "locations": [_place(finding.location, report)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        **({"relatedLocations": _related(item, report)} if item.related else {}),
        **({"codeFlows": [_flow(steps, report)]} if item.related else {}),
        **({"fixes": [changes]} if changes is not None else {}),
        **({"baselineState": item.state} if item.state is not None else {}),
    }


def _related(item: Item, report: Report) -> list[dict[str, Any]]:
    return [
        {"id": number, **_place(one.location, report), "message": {"text": one.message}}
        for number, one in enumerate(item.related)
    ]


def _flow(steps: list[tuple[Location, str]], report: Report) -> dict[str, Any]:
    """From the place that is to be changed to those that make it cost."""
    locations = [{"location": {**_place(at, report), "message": {"text": text}}} for at, text in steps]
    return {"threadFlows": [{"locations": locations}]}


def _fix(fix: Fix, report: Report) -> dict[str, Any] | None:
    """Edits of files that are there. A fix to be finished by hand is none, and SARIF cannot create files."""
    if fix.safety is Safety.MANUAL or fix.new_files:
        return None
    reason = f" (unsafe: {fix.reason})" if fix.safety is Safety.UNSAFE else ""
    return {
        "description": {"text": f"{fix.title}{reason}"},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path, report),
                "replacements": [
                    {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
                    for edit in fix.edits
                    if edit.path == path
                ],
            }
            for path in dict.fromkeys(edit.path for edit in fix.edits)
        ],
        "properties": {"applicability": fix.safety.value},
    }


def _place(location: Location, report: Report) -> dict[str, Any]:
    where = {"artifactLocation": _artifact(location.path, report), "region": _region(location.span)}
    return {"physicalLocation": where}


def _artifact(path: str, report: Report) -> dict[str, Any]:
    """A path in the repository is relative to its root."""
    shown = report.path(path)
    if shown == path:
        return {"uri": f"file://{quote(path if path.startswith('/') else f'/{path}')}"}
    return {"uri": quote(shown), "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.start.line + 1,
        "startColumn": span.start.column + 1,
        "endLine": span.end.line + 1,
        "endColumn": span.end.column + 1,
    }
