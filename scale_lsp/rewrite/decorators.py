"""Decorators below others, and calls around what is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, text_at
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def decorate_below(path: str, text: str, span: Span, decorators: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that put decorators on lines of their own below the one at `span`. Raises RewriteRefused."""
    lines = split_lines(text)
    first, last = lines[span.start.line], lines[span.end.line]
    indent = first[: len(first) - len(first.lstrip())]
    if first[: span.start.column].strip() != "@" or last[span.end.column :].partition("#")[0].strip():
        raise RewriteRefused("the decorator does not stand alone on its lines")
    newline = "\r\n" if last.endswith("\r\n") else "\n"
    place = Position(span.end.line + 1, 0)
    return (Edit(path, Span(place, place), "".join(f"{indent}@{name}{newline}" for name in decorators)),)


def call_around_argument(path: str, text: str, span: Span, functions: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that put calls around the only argument of the call at `span`, the first of them outermost.

    Raises RewriteRefused.
    """
    old = text_at(text, span)
    tree = parse(old)
    if not isinstance(tree, cst.Call) or len(tree.args) != 1:
        raise RewriteRefused("not a call with one argument")
    [argument] = tree.args
    value = argument.value
    for name in reversed(functions):
        value = cst.Call(cst.parse_expression(name), [cst.Arg(value)])
    return difference(path, span, old, code(tree.with_changes(args=[argument.with_changes(value=value)])))


def decorate(path: str, text: str, span: Span, decorator: str) -> tuple[Edit, ...]:
    """Edits that put a decorator above the definition at `span`, next to its `def`. Raises RewriteRefused."""
    lines = split_lines(text)
    first = span.start.line
    while first < len(lines) and not re.match(r"\s*(?:async\s+def|def|class)\b", lines[first]):
        first += 1
    if first == len(lines):
        raise RewriteRefused("no definition here")
    line = lines[first]
    indent = line[: len(line) - len(line.lstrip())]
    newline = "\r\n" if line.endswith("\r\n") else "\n"
    return (Edit(path, Span(Position(first, 0), Position(first, 0)), f"{indent}@{decorator}{newline}"),)
