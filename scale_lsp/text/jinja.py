"""Jinja templates: which files they are, and what they say while they are written."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from scale_lsp.text.blocks import Block
from scale_lsp.text.jinja_code import Code, translate
from scale_lsp.text.jinja_expressions import Expressions, Place
from scale_lsp.text.positions import Edit, Span, apply_edits, split_lines
from scale_lsp.text.template import Node, TemplateFile

if TYPE_CHECKING:
    from scale_lsp.text.jinja_parser import Parsed

_SUFFIXES = (".jinja", ".jinja2", ".j2")


def is_jinja(path: str) -> bool:
    """Whether a template is one of Jinja by its name, or by its folder, which is where Django's Jinja engine looks.

    https://docs.djangoproject.com/en/5.2/topics/templates/#django.template.backends.jinja2.Jinja2
    """
    return path.endswith(_SUFFIXES) or "jinja2" in path.split("/")[:-1]


def read_template(path: str, text: str) -> TemplateFile:
    """A template of either language."""
    return JinjaFile(path, text) if is_jinja(path) else TemplateFile(path, text)


class JinjaFile(TemplateFile):
    """A Jinja template with its code. While its text is broken, it says what it said before."""

    def __init__(self, path: str, text: str, good: Parsed | None = None, block: Block | None = None) -> None:
        super().__init__(path, text)
        self._good = good
        if block is not None:
            self.block = block
            self.blocks = (block,)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        return ()

    @cached_property
    def code(self) -> Code:
        """The template as Python."""
        parsed = self._parsed
        text = parsed.text
        if not parsed.whole and self._good is not None:
            parsed = self._good
        try:
            return translate(parsed.tree, Expressions(parsed.tokens, _place(parsed.text, text)))
        except RecursionError:
            return Code((), {}, None, frozenset(), frozenset())

    @cached_property
    def _parsed(self) -> Parsed:
        from scale_lsp.text.jinja_parser import parse

        return parse("".join(line.rstrip("\r\n") + "\n" for line in self.lines))

    def edited(self, span: Span, text: str) -> JinjaFile:
        changed = apply_edits(self.text, [Edit(self.path, span, text)])
        return JinjaFile(self.path, changed, self._last_good())

    def _last_good(self) -> Parsed | None:
        """What was last read without an error; a text that nobody asked for is not read for this."""
        if "_parsed" in self.__dict__ and self._parsed.whole:
            return self._parsed
        return self._good


def _place(before: str, now: str) -> Place:
    """From offsets of the text that was parsed to places in the text that is there now."""
    shortest = min(len(before), len(now))
    same = next((i for i in range(shortest) if before[i] != now[i]), shortest)
    rest = shortest - same
    tail = next((i for i in range(rest) if before[-1 - i] != now[-1 - i]), rest)
    lines = split_lines(now)
    starts = list(accumulate(map(len, lines), initial=0))

    def place(offset: int) -> tuple[int, int]:
        if offset > same:
            offset = offset + len(now) - len(before) if offset >= len(before) - tail else same
        line = max(bisect_right(starts, min(offset, starts[-1])) - 1, 0)
        line = min(line, max(len(lines) - 1, 0))
        column = lines[line][: offset - starts[line]] if lines else ""
        return line + 1, len(column.rstrip("\n").encode(errors="surrogatepass"))

    return place


__all__ = ["JinjaFile", "is_jinja", "read_template"]
