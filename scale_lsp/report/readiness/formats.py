"""The formats of the report."""

from __future__ import annotations

from scale_lsp.report.markdown_text import Links
from scale_lsp.report.plain import as_json
from scale_lsp.report.readiness.html import html
from scale_lsp.report.readiness.markdown import markdown
from scale_lsp.report.readiness.model import Readiness

FORMATS = ("md", "html", "json")


def written(report: Readiness, name: str, links: Links | None = None) -> str:
    """The report in one of `FORMATS`; `links` say where the project is, as seen from the reader."""
    match name:
        case "html":
            return html(report, links)
        case "json":
            return as_json(report)
    return markdown(report, links)
