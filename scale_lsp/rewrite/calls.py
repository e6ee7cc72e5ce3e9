"""Calling a function later, or from somewhere else: its arguments stay as they are written."""

from __future__ import annotations

import ast

from scale_lsp.rewrite.items import node_span
from scale_lsp.rewrite.snippet import RewriteRefused, text_at
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def wrap_call(path: str, text: str, span: Span, outer: str, function: str | None = None) -> tuple[Edit, ...]:
    """Edits that turn `f(a)`, standing at `span`, into `outer(partial(f, a))`, and `f()` into `outer(f)`.

    `function` takes the place of `f`. Raises RewriteRefused.
    """
    name, arguments = call_at(text, span)
    start, end = span.start, span.end
    inner = text_at(text, name)
    opened = Span(start, arguments.start)
    new = function or inner
    if not text_at(text, arguments).strip():
        return (Edit(path, Span(start, end), f"{outer}({new})"),)
    space = "" if text_at(text, arguments)[:1] in ("\n", "\r", " ") else " "
    return (Edit(path, opened, f"{outer}(partial({new},{space}"), Edit(path, Span(end, end), ")"))


def extend_name(path: str, text: str, span: Span, suffix: str) -> tuple[Edit, ...]:
    """The edit that appends to the name of the function that is called at `span`. Raises RewriteRefused."""
    name, _ = call_at(text, span)
    return (Edit(path, Span(name.end, name.end), suffix),)


def call_at(text: str, span: Span) -> tuple[Span, Span]:
    """The places of the function and of the arguments, without parentheses, of the call at `span`."""
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node_span(lines, node) == span:
            function = node_span(lines, node.func)
            behind = text_at(text, Span(function.end, span.end))
            if not behind.lstrip().startswith("("):
                raise RewriteRefused("the function stands in parentheses")
            column = function.end.column + behind.index("(") + 1
            if "\n" in behind[: behind.index("(")]:
                raise RewriteRefused("the arguments stand on another line")
            end = Position(span.end.line, span.end.column - 1)
            return function, Span(Position(function.end.line, column), end)
    raise RewriteRefused("no call here")
