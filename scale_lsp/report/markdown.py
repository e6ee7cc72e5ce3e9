"""A summary for people: a comment of a pull request, `$GITHUB_STEP_SUMMARY`, a wiki."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scale_lsp.engine.registry import registry
from scale_lsp.finding import Safety, Severity
from scale_lsp.report.report import Item, Report

MOST = 100
"""Findings that are listed: GitHub takes 65,536 characters for a comment."""
_SIGNS = {Severity.ERROR: "🔴", Severity.WARNING: "🟠", Severity.INFO: "🔵", Severity.HINT: "⚪"}


def write(report: Report) -> str:
    items = report.shown
    parts = [f"### {verdict(report)}"]
    if items:
        parts += [_table(items), listed(items, report)]
    return "\n\n".join(parts) + "\n"


def verdict(report: Report) -> str:
    """The outcome in a sentence."""
    items = report.shown
    new = "new " if any(item.state is not None for item in items) or report.changes is not None else ""
    if not items:
        return f"scale-lsp found nothing {new}".rstrip()
    safe = sum(item.finding.fixable is Safety.SAFE for item in items)
    fixes = f", {safe} fixable with `scale-lsp check --fix`" if safe else ""
    return f"scale-lsp found {_count(len(items), f'{new}problem')}{fixes}"


def listed(items: Sequence[Item], report: Report) -> str:
    """The findings in the order of files, folded where there are many."""
    lines = [_line(item, report) for item in items[:MOST]]
    if len(items) > MOST:
        lines.append(f"- and {len(items) - MOST} more")
    text = "\n".join(lines)
    return text if len(items) <= 10 else f"<details><summary>All places</summary>\n\n{text}\n\n</details>"


def _table(items: Sequence[Item]) -> str:
    counts = Counter(item.finding.rule for item in items)
    severities = {item.finding.rule: item.finding.severity for item in reversed(items)}
    rows = [f"| {_SIGNS[severities[rule]]} | `{rule}` | {_title(rule)} | {n} |" for rule, n in counts.most_common()]
    return "\n".join(["| | rule | what | places |", "|---|---|---|---:|", *rows])


def _title(rule: str) -> str:
    return registry().entries[rule].title.replace("|", "\\|")


def _line(item: Item, report: Report) -> str:
    finding = item.finding
    start = finding.location.span.start
    cause = finding.cause
    why = ""
    if cause is not None:
        why = f" – {cause.message}: `{report.path(cause.location.path)}:{cause.location.span.start.line + 1}`"
    message = " ".join(finding.message.split())
    return f"- {_SIGNS[finding.severity]} `{report.path(finding.location.path)}:{start.line + 1}` {message}{why}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
