"""The report as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined

from scale_lsp.engine.impact import two_digits
from scale_lsp.report.entry_point_tables import markdown_table
from scale_lsp.report.entry_points import Place
from scale_lsp.report.markdown_text import Links, code, escaped, linked
from scale_lsp.report.readiness.model import Readiness
from scale_lsp.report.readiness.words import full_stop, repair, sentence

_MOST = 100
"""Rows of a table, and lines of a checklist."""
_MOST_PLACES = 8


class _Ready(str):
    """Markdown as it is to be written."""


def markdown(report: Readiness, links: Links | None = None) -> str:
    links = links or Links()
    environment = Environment(
        loader=PackageLoader("scale_lsp.report.readiness"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_final,
    )

    def places(found: Iterable[Place]) -> _Ready:
        every = list(found)
        more = f" and {len(every) - _MOST_PLACES} more" if len(every) > _MOST_PLACES else ""
        return _Ready(", ".join(linked(one, links) for one in every[:_MOST_PLACES]) + more)

    environment.filters |= {
        "raw": _Ready,
        "name": lambda text: text,
        "number": lambda number: f"{number:,}",
        "rough": two_digits,
        "sentence": sentence,
        "full_stop": full_stop,
        "repair": repair,
        "place": lambda one: _Ready(linked(one, links)),
        "places": places,
        "file": lambda file: _Ready(linked(Place(file, 1, 1), links, file)),
        "command": lambda text: _Ready(code(text) if text else "by hand"),
    }
    template = environment.get_template("report.md.jinja")
    table = "\n".join(markdown_table(report.entry_points, links))
    text = template.render(report=report, verdict=report.verdict, entry_points=table, most=_MOST)
    return _without_gaps(text)


def _final(value: object) -> str:
    if isinstance(value, _Ready):
        return value
    return "" if value is None else escaped(str(value))


def _without_gaps(text: str) -> str:
    """One empty line where there are several."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).rstrip("\n") + "\n"
