"""The report as one page of HTML that loads nothing and runs nothing."""

from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from scale_lsp.engine.impact import two_digits
from scale_lsp.report.entry_point_tables import besides
from scale_lsp.report.entry_points import Place
from scale_lsp.report.markdown_text import Links
from scale_lsp.report.readiness import charts
from scale_lsp.report.readiness.model import Readiness
from scale_lsp.report.readiness.words import full_stop, repair, sentence

_MOST = 300
"""Findings of one grade, and lines of a checklist: a page has an end."""
_CODE = re.compile(r"`([^`]+)`")


def html(report: Readiness, links: Links | None = None) -> str:
    links = links or Links()
    environment = Environment(
        loader=PackageLoader("scale_lsp.report.readiness"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "marked": marked,
        "number": lambda number: f"{number:,}",
        "rough": two_digits,
        "sentence": sentence,
        "full_stop": full_stop,
        "repair": repair,
        "link": links.to,
        "file_link": lambda file: links.to(Place(file, 1, 1)),
        "besides": lambda one: ", ".join(besides(one)),
    }
    drawn = [
        (title, Markup(drawing))
        for title, drawing in (
            ("The most expensive entry points", charts.queries(report)),
            ("How their queries grow with the rows", charts.growth(report)),
            ("Findings by category", charts.categories(report)),
        )
        if drawing
    ]
    template = environment.get_template("report.html.jinja")
    return template.render(report=report, verdict=report.verdict, charts=drawn, most=_MOST)


def marked(text: str) -> Markup:
    """Escaped, with `code` as such."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))
