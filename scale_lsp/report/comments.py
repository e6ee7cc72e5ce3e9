"""What a comment on a line says to a reviewer, in Markdown."""

from __future__ import annotations

import html
import re

from scale_lsp.engine.registry import registry
from scale_lsp.finding import Related, Safety
from scale_lsp.report.report import Item, Report
from scale_lsp.report.suggestions import difference, fenced
from scale_lsp.text.positions import Location

_MOST_PLACES = 5


def comment(item: Item, report: Report, mark: str = "", here: Related | None = None) -> str:
    """What happens, what it costs, where it comes from, and the fix.

    `mark`: that of a block which replaces the lines that the comment is on; without it, a safe fix is shown as a
    difference like the others. `here`: the place of the comment when it is not that of the finding.
    """
    finding = item.finding
    entry = registry().entries[finding.rule]
    url = report.url(finding)
    name = f"[`{finding.rule}`]({url})" if url else f"`{finding.rule}`"
    parts = [f"**{entry.title}** · {name}"]
    if here is None:
        parts.append(finding.message)
    else:
        cause = here.message[:1].upper() + here.message[1:]
        parts += [f"{_place(finding.location, report)}: {finding.message}", cause]
    if impact := report.impact(finding):
        parts.append(impact)
    if places := [one for one in item.related if here is None or one.location != here.location]:
        parts.append("\n".join(f"- {_place(one.location, report)} {one.message}" for one in places[:_MOST_PLACES]))
    if item.suggestion is not None and mark:
        parts.append(fenced(item.suggestion.text, mark))
    elif item.fix is not None and item.fix.safety is not Safety.MANUAL:
        fix = item.fix
        note = f" (unsafe: {fix.reason})" if fix.safety is Safety.UNSAFE else ""
        shown = fenced(difference(fix, report.snapshot, report.path), "diff")
        parts.append(f"<details><summary>{_html(fix.title + note)}</summary>\n\n{shown}\n\n</details>")
    return "\n\n".join(parts)


def _html(text: str) -> str:
    """In a `<summary>`, backticks mean nothing."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def _place(location: Location, report: Report) -> str:
    return f"`{report.path(location.path)}:{location.span.start.line + 1}`"
