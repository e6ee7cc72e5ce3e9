"""Keyword arguments of a call."""

from __future__ import annotations

import libcst as cst

from scale_lsp.rewrite.relations import with_argument
from scale_lsp.rewrite.snippet import RewriteRefused, code, difference, parse, text_at
from scale_lsp.text.positions import Edit, Position, Span


def set_keyword(path: str, text: str, span: Span, name: str, value: str) -> tuple[Edit, ...]:
    """Edits that give the call at `span` a keyword argument, or change the one it has. Raises RewriteRefused."""
    old = text_at(text, span)
    tree = parse(old)
    if not isinstance(tree, cst.Call) or any(arg.star for arg in tree.args):
        raise RewriteRefused("no call with arguments that can be read")
    expression = cst.parse_expression(value)
    args = list(tree.args)
    for i, arg in enumerate(args):
        if arg.keyword is not None and arg.keyword.value == name:
            args[i] = arg.with_changes(value=expression)
            break
    else:
        args = with_argument(args, expression, name)
    return difference(path, span, old, code(tree.with_changes(args=args)))


def rename_keyword(path: str, text: str, span: Span, name: str, new: str) -> tuple[Edit, ...]:
    """Edits that give another name to the keyword argument at `span`. Raises RewriteRefused."""
    if not text_at(text, span).startswith(name):
        raise RewriteRefused("no keyword of that name")
    end = Position(span.start.line, span.start.column + len(name))
    return (Edit(path, Span(span.start, end), new),)
