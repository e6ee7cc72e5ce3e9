"""Values of a dictionary that are made when they are asked for."""

from __future__ import annotations

import ast

import libcst as cst

from scale_lsp.rewrite.snippet import RewriteRefused, parse, text_at
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines


def make_lazy(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """The edit that puts `lambda:` in front of the dictionary's value around the expression at `span`.

    Raises RewriteRefused where there is none, or where it is in a loop or a function of its own.
    """
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    for node in ast.walk(tree):
        for value in node.values if isinstance(node, ast.Dict) else ():
            start, end = (
                _place(lines, value.lineno, value.col_offset),
                _place(lines, value.end_lineno, value.end_col_offset),
            )
            if not (start <= span.start and span.end <= end) or isinstance(value, ast.Dict):
                continue
            if isinstance(value, ast.Lambda | ast.NamedExpr) or any(isinstance(n, _OWN) for n in ast.walk(value)):
                raise RewriteRefused("it is no plain value")
            return (Edit(path, Span(start, start), "lambda: "),)
    raise RewriteRefused("no value of a dictionary")


_OWN = (ast.Await, ast.Yield, ast.YieldFrom)


def _place(lines: list[str], line: int | None, byte: int | None) -> Position:
    number = (line or 1) - 1
    return Position(number, len(lines[number].encode()[:byte].decode()))


def call_later(path: str, text: str, span: Span) -> tuple[Edit, ...]:
    """The edit that makes a function of the expression at `span`. Raises RewriteRefused."""
    if isinstance(parse(text_at(text, span)), cst.Lambda):
        raise RewriteRefused("it is a function already")
    return (Edit(path, Span(span.start, span.start), "lambda: "),)
