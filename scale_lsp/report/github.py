"""Annotations of GitHub Actions.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
"""

from __future__ import annotations

from scale_lsp.finding import Finding, Severity
from scale_lsp.report.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice", Severity.HINT: "notice"}


def write(report: Report) -> str:
    """A command for each finding, on a line of its own."""
    return "".join(f"{_command(item.finding, report)}\n" for item in report.shown)


def _command(finding: Finding, report: Report) -> str:
    start, end = finding.location.span.start, finding.location.span.end
    properties = {
        "title": f"scale-lsp ({finding.rule})",
        "file": report.path(finding.location.path),
        "line": str(start.line + 1),
        "endLine": str(end.line + 1),
    }
    if start.line == end.line:  # columns of more than one line are refused
        properties |= {"col": str(start.column + 1), "endColumn": str(end.column + 1)}
    told = ",".join(
        f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items()
    )
    return f"::{_COMMANDS[finding.severity]} {told}::{_escaped(finding.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
