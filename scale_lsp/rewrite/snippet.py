"""An expression cut out of a text, parsed by itself, and put back with the fewest changed characters."""

from __future__ import annotations

import libcst as cst

from scale_lsp.text.positions import Edit, Position, Span, cut, position_of, split_lines


class RewriteRefused(Exception):
    """The code has no place where the change would be sound; the message says why."""


def text_at(text: str, span: Span) -> str:
    return cut(split_lines(text), span)


def parse(snippet: str) -> cst.BaseExpression:
    """The tree of an expression that may run over several lines. Raises RewriteRefused."""
    try:
        return cst.parse_expression(f"(\n{snippet}\n)")
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise RewriteRefused(f"not an expression: {error}") from error


def append_call(path: str, text: str, span: Span, call: str) -> tuple[Edit, ...]:
    """The edit that calls a method on the result of the call or attribute at `span`. Raises RewriteRefused."""
    if not isinstance(parse(text_at(text, span)), cst.Call | cst.Attribute | cst.Name):
        raise RewriteRefused("nothing can be appended to it")
    return (Edit(path, Span(span.end, span.end), call),)


def code(tree: cst.BaseExpression) -> str:
    """The text of a tree made by `parse`, without the parentheses that it added."""
    text = cst.Module([]).code_for_node(tree)
    return text.removeprefix("(\n").removesuffix("\n)")


def difference(path: str, span: Span, old: str, new: str) -> tuple[Edit, ...]:
    """The edit that turns `old`, standing at `span`, into `new`; none when they are equal."""
    if old == new:
        return ()
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    lines = split_lines(old)
    start, end = position_of(lines, first), position_of(lines, len(old) - last)
    return (Edit(path, Span(_moved(start, span), _moved(end, span)), new[first : len(new) - last]),)


def _moved(position: Position, span: Span) -> Position:
    if position.line == 0:
        return Position(span.start.line, span.start.column + position.column)
    return Position(span.start.line + position.line, position.column)


def quote(name: str, snippet: str) -> str:
    """A string literal in the style of the code around it."""
    mark = "'" if "'" in snippet and '"' not in snippet else '"'
    return f"{mark}{name}{mark}"


def is_string(node: cst.BaseExpression, value: str | None = None) -> bool:
    return isinstance(node, cst.SimpleString) and (value is None or node.evaluated_value == value)
