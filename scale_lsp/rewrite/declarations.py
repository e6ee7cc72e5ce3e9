"""Loading relations by what a class defines: `list_select_related` of a ModelAdmin, `get_queryset()` of a view."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import takewhile

from scale_lsp.rewrite.snippet import RewriteRefused, quote
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_ATTRIBUTE = "list_select_related"


def declare_relations(path: str, text: str, span: Span, names: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that name relations in `list_select_related` of the class whose name is at `span`.

    Raises RewriteRefused when the attribute is there and is no plain list of names.
    """
    lines = split_lines(text)
    node = class_at(text, span)
    assigned = {
        target.id: member
        for member in node.body
        if isinstance(member, ast.Assign)
        for target in member.targets
        if isinstance(target, ast.Name)
    }
    literals = ", ".join(quote(name, text) for name in names)
    present = assigned.get(_ATTRIBUTE)
    if present is None:
        return (_new_line(path, lines, node, assigned.get("list_display"), f"{_ATTRIBUTE} = [{literals}]"),)
    value = present.value
    if not isinstance(value, ast.Tuple | ast.List) or not value.elts:
        raise RewriteRefused(f"{_ATTRIBUTE} is no list of names")
    last = value.elts[-1]
    place = _position(lines, (last.end_lineno or 1) - 1, last.end_col_offset or 0)
    return (Edit(path, Span(place, place), f", {literals}"),)


def declare_attributes(path: str, text: str, span: Span, statements: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that give the class whose name is at `span` attributes, below those that it begins with.

    Raises RewriteRefused when it has one of them.
    """
    node = class_at(text, span)
    leading = list(takewhile(lambda member: not isinstance(member, _CODE), node.body))
    attributes = [member for member in leading if isinstance(member, ast.Assign | ast.AnnAssign)]
    taken = {n.id for member in attributes for n in ast.walk(member) if isinstance(n, ast.Name) and _is_stored(n)}
    if taken & {statement.partition(" ")[0] for statement in statements}:
        raise RewriteRefused("the class says something else")
    lines = split_lines(text)
    after = attributes[-1] if attributes else None
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    body = f"{newline}{indent_of(lines, node)}".join(statements)
    only = node.body[0]
    if len(node.body) == 1 and isinstance(only, ast.Pass):
        place = Span(
            _position(lines, only.lineno - 1, only.col_offset),
            _position(lines, only.lineno - 1, only.end_col_offset or 0),
        )
        return (Edit(path, place, body),)
    return (_new_line(path, lines, node, after, body),)


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


_CODE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def override_get_queryset(
    path: str, text: str, span: Span, parameters: Sequence[str], select: Sequence[str], prefetch: Sequence[str]
) -> tuple[Edit, ...]:
    """Edits that give the class whose name is at `span` a `get_queryset()` which loads relations.

    `parameters` are those behind `self`. Raises RewriteRefused when the class has such a method.
    """
    lines = split_lines(text)
    node = class_at(text, span)
    if any(getattr(member, "name", "") == "get_queryset" for member in node.body):
        raise RewriteRefused("get_queryset() is there")
    indent, step = indent_of(lines, node), indent_of(lines, node)[node.col_offset :]
    calls = "".join(
        f".{method}({', '.join(quote(name, text) for name in names)})"
        for method, names in (("select_related", select), ("prefetch_related", prefetch))
        if names
    )
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    last = node.body[-1].end_lineno or node.lineno
    unfinished = "" if lines[last - 1].endswith(("\n", "\r")) else newline
    method = [
        "",
        f"{indent}def get_queryset({', '.join(['self', *parameters])}):",
        f"{indent}{step}return super().get_queryset({', '.join(parameters)}){calls}",
    ]
    place = Position(last, 0) if not unfinished else Position(last - 1, len(lines[last - 1]))
    return (Edit(path, Span(place, place), unfinished + "".join(line + newline for line in method)),)


def class_at(text: str, span: Span) -> ast.ClassDef:
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.lineno == span.start.line + 1:
            return node
    raise RewriteRefused("no class here")


def indent_of(lines: list[str], node: ast.ClassDef) -> str:
    line = lines[node.body[0].lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if not indent or node.body[0].lineno == node.lineno:
        raise RewriteRefused("the class is written on one line")
    return indent


def _new_line(path: str, lines: list[str], node: ast.ClassDef, after: ast.stmt | None, statement: str) -> Edit:
    first = node.body[0]
    indent = indent_of(lines, node)
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if after is None and not documented:
        place = Position(first.lineno - 1, 0)
    else:
        place = Position((after or first).end_lineno or first.lineno, 0)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    return Edit(path, Span(place, place), f"{indent}{statement}{newline}")


def _position(lines: list[str], line: int, byte: int) -> Position:
    return Position(line, len(lines[line].encode()[:byte].decode()))
