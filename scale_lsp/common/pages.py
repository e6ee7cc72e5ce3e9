"""What becomes of a template when its list is one page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scale_lsp.flow.facts import QueryRun
from scale_lsp.text.positions import Edit, Location

Uses = Iterable[tuple[Location, str]]
"""The expressions of templates that ask a queryset for something."""

_PLAIN = re.compile(r"[A-Za-z_]\w*")
_WHOLE = re.compile(r"([A-Za-z_]\w*)(?:\.count|\|\s*length)")


def in_template(run: QueryRun) -> bool:
    """Whether a template of a page asks."""
    return run.site.path.endswith((".html", ".htm", ".jinja", ".jinja2", ".j2"))


def counts_all(run: QueryRun) -> bool:
    """Whether a template asks for the number of rows, and not for the rows."""
    return _WHOLE.fullmatch(run.site.text) is not None


def counting_all(uses: Uses, paginator: str = "") -> Iterator[Edit]:
    """What counts the rows counts those of all pages, by the paginator of the page or the one of that name.

    Raises RewriteRefused for what a page has not.
    """
    from scale_lsp.rewrite.snippet import RewriteRefused

    for location, text in dict.fromkeys(uses):
        if whole := _WHOLE.fullmatch(text):
            yield Edit(location.path, location.span, f"{paginator or f'{whole[1]}.paginator'}.count")
        elif not _PLAIN.fullmatch(text):
            raise RewriteRefused(f"a page has no `{text}`")
