"""Checkstyle XML, for Jenkins and others: https://checkstyle.org/apidocs/com/puppycrawl/tools/checkstyle/XMLLogger.html."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement

from scale_lsp.finding import Finding, Severity
from scale_lsp.report.report import Report
from scale_lsp.report.xml import document

_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info", Severity.HINT: "info"}


def write(report: Report) -> str:
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for item in report.shown:
        by_file[report.path(item.finding.location.path)].append(item.finding)
    root = Element("checkstyle", version="10.0")
    for path, findings in by_file.items():
        file = SubElement(root, "file", name=path)
        for finding in findings:
            start = finding.location.span.start
            SubElement(
                file,
                "error",
                line=str(start.line + 1),
                column=str(start.column + 1),
                severity=_SEVERITIES[finding.severity],
                message=finding.message,
                source=f"scale-lsp.{finding.rule}",
            )
    return document(root)
