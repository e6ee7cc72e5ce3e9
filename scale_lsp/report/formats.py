"""All formats for programs, by the names of `--output-format`.

Each is a module of this package with a function `write(report)`, imported when it is wanted.
"""

from __future__ import annotations

from importlib import import_module

from scale_lsp.report.report import Report

FORMATS = (
    *("json", "sarif", "github", "github-review", "gitlab", "gitlab-review"),
    *("rdjson", "junit", "checkstyle", "markdown"),
)


def written(report: Report, name: str) -> str:
    """A report in one of the formats."""
    text: str = import_module(f"scale_lsp.report.{name.replace('-', '_')}").write(report)
    return text
