"""Parts of templates that the cache keeps.

https://docs.djangoproject.com/en/5.2/topics/cache/#template-fragment-caching
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.rewrite.template_queries import end_of_tag, tag_around
from scale_lsp.text.positions import Edit, Span, position_of, split_lines

_HEAD = re.compile(r"(?:\s|\{#.*?#\}|\{%-?\s*(?:extends|load)\s.*?%\})*", re.S)
_EXTENDS = re.compile(r"\{%-?\s*extends\s.*?%\}", re.S)
_LOAD = re.compile(r"\{%\s*load\s+((?:(?!\bfrom\b)[\w.\s])+?)\s*%\}")


def cache_loop(path: str, text: str, over: Span, name: str, vary: Sequence[str], seconds: int) -> tuple[Edit, ...]:
    """Edits that put `{% cache seconds name … %}` around the loop over the expression at `over`.

    Raises RewriteRefused.
    """
    tag, start = tag_around(text, over)
    if tag != "for":
        raise RewriteRefused("no loop here")
    lines = split_lines(text)
    first, last = position_of(lines, start), position_of(lines, end_of_tag(text, start, "for"))
    words = " ".join(("cache", str(seconds), name, *vary))
    return (
        *_loaded(path, text),
        Edit(path, Span(first, first), f"{{% {words} %}}"),
        Edit(path, Span(last, last), "{% endcache %}"),
    )


def _loaded(path: str, text: str) -> tuple[Edit, ...]:
    """`{% load cache %}`, beside what is loaded already, or behind `{% extends %}`, which must come first."""
    lines = split_lines(text)
    head = _HEAD.match(text)
    end = head.end() if head is not None else 0
    loads = list(_LOAD.finditer(text, 0, end))
    if any("cache" in load[1].split() for load in loads):
        return ()
    if loads and "\n" not in loads[0][1]:
        place = position_of(lines, loads[0].end(1))
        return (Edit(path, Span(place, place), " cache"),)
    extends = _EXTENDS.search(text, 0, end)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    place = position_of(lines, extends.end() if extends else 0)
    code = f"{newline}{{% load cache %}}" if extends else "{% load cache %}"
    return (Edit(path, Span(place, place), code if extends or text.startswith("<?") else code + newline),)
