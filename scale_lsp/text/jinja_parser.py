"""Jinja templates through jinja2's own lexer and parser, with the place of every node. The only importer of jinja2.

https://jinja.palletsprojects.com/en/stable/api/#the-low-level-api
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from scale_lsp.text.jinja_expressions import Token

_ENVIRONMENT = Environment(
    extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], keep_trailing_newline=True
)
_TAGS = frozenset(
    {
        *("for", "if", "elif", "else", "block", "extends", "print", "macro", "include", "from", "import", "set"),
        *("with", "autoescape", "call", "filter", "trans", "pluralize", "do", "break", "continue"),
    }
)
_BEGINS = frozenset({"variable_begin", "block_begin", "comment_begin", "raw_begin"})
_CLOSED = frozenset({"for", "if", "block", "macro", "call", "filter", "with", "autoescape", "trans"})
_TAG_END = re.compile(r"[}%#]\}|(?=\{[{%#])|\n")
_MOST_REPAIRS = 20


@dataclass(frozen=True, slots=True)
class Parsed:
    """The syntax tree of a text, whose nodes have an offset as their `lineno`, and the tokens inside of tags.

    `whole` is False when parts were left out.
    """

    text: str
    tree: nodes.Template
    tokens: tuple[Token, ...]
    whole: bool


class _Broken(Exception):
    """The text does not parse; `repaired` does a little more."""

    def __init__(self, repaired: str) -> None:
        super().__init__()
        self.repaired = repaired


def parse(text: str) -> Parsed:
    """The tree of a text whose lines end in `\\n`. Tags that do not parse are left out; nothing is raised."""
    whole = True
    current = text
    for _ in range(_MOST_REPAIRS):
        try:
            tree, tokens = _parsed(current)
            return Parsed(text, tree, tokens, whole)
        except _Broken as error:
            whole = False
            current = error.repaired
        except (ValueError, RecursionError):  # a number of thousands of digits, very deep nesting
            break
    return Parsed(text, nodes.Template([], lineno=0), (), False)


def _parsed(text: str) -> tuple[nodes.Template, tuple[Token, ...]]:
    tokens: list[Token] = []
    try:
        tokens.extend(_lexed(text))
    except TemplateSyntaxError:
        raise _Broken(_without(text, tokens, len(text))) from None
    parser = Parser(_ENVIRONMENT, "")
    try:
        numbered = _ENVIRONMENT.lexer.wrap((token.start, token.kind, token.text) for token in tokens)
        parser.stream = TokenStream(numbered, None, None)
        parser.extensions |= _unknown_tags(tokens)
        tree = parser.parse()
    except TemplateSyntaxError as error:
        ended = parser.stream.current.type == "eof"
        raise _Broken(_closed(text, tokens) if ended else _without(text, tokens, error.lineno)) from None
    return tree, tuple(token for token in tokens if token.kind not in ("data", "whitespace", "comment"))


def _lexed(text: str) -> Iterator[Token]:
    """All tokens with their offsets. What the lexer leaves out between two of them is blank."""
    end = 0
    for _, kind, value in _ENVIRONMENT.lexer.tokeniter(text, None):
        start = text.index(value, end)
        end = start + len(value)
        yield Token(start, end, kind, value)


# tags of extensions that are not known


def _unknown_tags(tokens: Sequence[Token]) -> dict[str, Callable[[Parser], list[nodes.Node]]]:
    """A parser for each tag that Jinja does not have: it passes over the tag and reads what stands before its end."""
    names = {name for name in _tag_names(tokens) if name not in _TAGS}
    opening = {name for name in names if not (name.startswith("end") and name[3:] in names | _TAGS)}
    return {name: _pass_over(f"end{name}" if f"end{name}" in names else "") for name in opening}


def _tag_names(tokens: Sequence[Token]) -> Iterator[str]:
    inside = [token for token in tokens if token.kind != "whitespace"]
    for begin, name in pairwise(inside):
        if begin.kind == "block_begin" and name.kind == "name":
            yield name.text


def _pass_over(end: str) -> Callable[[Parser], list[nodes.Node]]:
    def parse_tag(parser: Parser) -> list[nodes.Node]:
        _skip_tag(parser)
        body: list[nodes.Node] = []
        at_end = not end
        while not at_end:
            body += parser.parse_statements((f"name:{end}", "name:else", "name:elif"))
            at_end = parser.stream.current.value == end
            _skip_tag(parser)
        return body

    return parse_tag


def _skip_tag(parser: Parser) -> None:
    while parser.stream.current.type not in ("block_end", "eof"):
        next(parser.stream)


# repairs


def _without(text: str, tokens: Sequence[Token], at: int) -> str:
    """The text with blanks for the tag that an offset is in."""
    start = next((t.start for t in reversed(tokens) if t.kind in _BEGINS and t.start <= at), None)
    if start is None:
        raise ValueError(at)
    found = _TAG_END.search(text, start + 2)
    end = found.end() if found else len(text)
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _closed(text: str, tokens: Sequence[Token]) -> str:
    """The text without a tag that is cut off by its end, or with the ends of tags that are still open."""
    borders = [token.kind for token in tokens if token.kind in _BEGINS or token.kind.endswith("_end")]
    if borders[-1:] and borders[-1] in _BEGINS:
        return _without(text, tokens, len(text))
    still_open: list[str] = []
    for name in _tag_names(tokens):
        if name in _CLOSED:
            still_open.append(name)
        elif name.startswith("end") and name[3:] in still_open:
            while still_open.pop() != name[3:]:
                pass
    if not still_open:
        raise ValueError(text)
    return text + "".join(f"{{% end{name} %}}" for name in reversed(still_open))
