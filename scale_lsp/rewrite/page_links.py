"""Links to the pages before and after the one that a template shows.

https://docs.djangoproject.com/en/5.2/topics/pagination/#using-paginator-in-a-view-function
"""

from __future__ import annotations

import re

from scale_lsp.rewrite.snippet import RewriteRefused, text_at
from scale_lsp.text.positions import Edit, Position, Span, offset_of, split_lines

_TAG = re.compile(r"\{%-?\s*(for|endfor)\b.*?%\}", re.S)
_PAGE = re.compile(r"[A-Za-z_]\w*(\.\w+)*")
_ENDS_LIST = re.compile(r"\s*</(?:tbody|table|ul|ol|dl)>", re.I)


def add_page_links(path: str, text: str, span: Span, page: str = "") -> tuple[Edit, ...]:
    """Edits that put links below the list whose loop goes over what is at `span`: the page, if it is not named.

    Raises RewriteRefused.
    """
    page = page or text_at(text, span).strip()
    if path.endswith((".jinja", ".jinja2", ".j2")) or not _PAGE.fullmatch(page):
        raise RewriteRefused("the page has no name in the template")
    lines = split_lines(text)
    end = _end_of_loop(text, offset_of(lines, span.start))
    while match := _ENDS_LIST.match(text, end):
        end = match.end()
    before = text[text.rfind("\n", 0, end) + 1 : end]
    indent = before[: len(before) - len(before.lstrip())]
    newline = "\r\n" if "\r\n" in text else "\n"
    links = "".join(f"{newline}{indent}{line}" for line in _links(page))
    place = _position(lines, end)
    return (Edit(path, Span(place, place), links),)


def _links(page: str) -> list[str]:
    return [
        f"{{% if {page}.has_other_pages %}}",
        "<nav>",
        f"  {{% if {page}.has_previous %}}{_link(page, 'previous')}{{% endif %}}",
        f"  {{{{ {page}.number }}}} / {{{{ {page}.paginator.num_pages }}}}",
        f"  {{% if {page}.has_next %}}{_link(page, 'next')}{{% endif %}}",
        "</nav>",
        "{% endif %}",
    ]


def _link(page: str, to: str) -> str:
    return f'<a href="?page={{{{ {page}.{to}_page_number }}}}" rel="{to[:4]}">{to.capitalize()}</a>'


def _end_of_loop(text: str, inside: int) -> int:
    """Behind the `{% endfor %}` of the loop whose tag has the offset in it."""
    depth = 0
    for tag in _TAG.finditer(text):
        if tag.end() <= inside:
            continue
        if depth == 0 and not (tag[1] == "for" and tag.start() <= inside):
            break
        depth += 1 if tag[1] == "for" else -1
        if depth == 0:
            return tag.end()
    raise RewriteRefused("no loop here")


def _position(lines: list[str], offset: int) -> Position:
    for number, line in enumerate(lines):
        if offset < len(line) or number == len(lines) - 1:
            return Position(number, offset)
        offset -= len(line)
    return Position(0, 0)
