"""A queryset that a template asks twice, asked once."""

from __future__ import annotations

import re

from scale_lsp.rewrite.snippet import RewriteRefused, text_at
from scale_lsp.text.positions import Edit, Span, offset_of, position_of, split_lines

_TAG = re.compile(r"\{%-?\s*(\w+).*?%\}", re.S)


def use_rows(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """`{% if orders.exists %}` becomes `{% if orders %}`, `orders.count` `orders|length`. Raises RewriteRefused."""
    old = text_at(text, span)
    if found := re.fullmatch(r"([\w.]+)\.count((?:\|.*)?)", old, re.S):
        return (Edit(path, span, f"{found[1]}|length{found[2]}"),)
    if (found := re.fullmatch(r"([\w.]+)\.exists", old)) and tag_around(text, span)[0] in ("if", "elif"):
        return (Edit(path, span, found[1]),)
    raise RewriteRefused("it is used in another way")


def keep_rows(path: str, text: str, asked: Span, visited: Span, name: str) -> tuple[Edit, ...]:
    """Edits that put `{% with name=… %}` around the `{% if %}` that asks at `asked` and visits at `visited`.

    Raises RewriteRefused.
    """
    tag, start = tag_around(text, asked)
    rows = text_at(text, visited)
    lines = split_lines(text)
    end = end_of_tag(text, start, "if")
    if (
        tag != "if"
        or end < offset_of(lines, visited.end)
        or re.search(rf"\b{name}\b", text[start:end].replace(rows, "").replace(text_at(text, asked), ""))
    ):
        raise RewriteRefused("no block around both, or the name is taken")
    if text_at(text, asked) not in (rows, f"{rows.removesuffix('.all')}.exists"):
        raise RewriteRefused("it is used in another way")
    first, last = position_of(lines, start), position_of(lines, end)
    return (
        Edit(path, Span(first, first), f"{{% with {name}={rows} %}}"),
        Edit(path, asked, name),
        Edit(path, visited, name),
        Edit(path, Span(last, last), "{% endwith %}"),
    )


def tag_around(text: str, span: Span) -> tuple[str, int]:
    """The name and the place of the tag that an expression stands in."""
    place = offset_of(split_lines(text), span.start)
    for tag in _TAG.finditer(text):
        if tag.start() < place < tag.end():
            return tag[1], tag.start()
    return "", 0


def end_of_tag(text: str, start: int, name: str) -> int:
    """The place behind the end tag that belongs to the tag at `start`. Raises RewriteRefused."""
    open_tags = 0
    for tag in _TAG.finditer(text, start):
        open_tags += {name: 1, f"end{name}": -1}.get(tag[1], 0)
        if open_tags == 0:
            return tag.end()
    raise RewriteRefused("the block has no end")
