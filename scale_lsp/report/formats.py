"""All formats by the names of `--output-format`, each with its writer. `full` and `concise` are for terminals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scale_lsp.report import (
    checkstyle,
    github,
    github_review,
    gitlab,
    gitlab_review,
    json,
    junit,
    markdown,
    rdjson,
    sarif,
)
from scale_lsp.report.report import Report

WRITERS: Mapping[str, Callable[[Report], str]] = {
    "json": json.write,
    "sarif": sarif.write,
    "github": github.write,
    "github-review": github_review.write,
    "gitlab": gitlab.write,
    "gitlab-review": gitlab_review.write,
    "rdjson": rdjson.write,
    "junit": junit.write,
    "checkstyle": checkstyle.write,
    "markdown": markdown.write,
}
TERMINAL = ("full", "concise")
