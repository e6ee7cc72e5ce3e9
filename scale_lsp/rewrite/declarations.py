"""Loading relations by a class attribute: `list_select_related` of a ModelAdmin."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scale_lsp.rewrite.snippet import RewriteRefused, quote
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_ATTRIBUTE = "list_select_related"


def declare_relations(path: str, text: str, span: Span, names: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that name relations in `list_select_related` of the class whose name is at `span`.

    Raises RewriteRefused when the attribute is there and is no plain list of names.
    """
    lines = split_lines(text)
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    node = next((n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.lineno == span.start.line + 1), None)
    if node is None:
        raise RewriteRefused("no class here")
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


def _new_line(path: str, lines: list[str], node: ast.ClassDef, after: ast.stmt | None, statement: str) -> Edit:
    first = node.body[0]
    indent = lines[first.lineno - 1][: len(lines[first.lineno - 1]) - len(lines[first.lineno - 1].lstrip())]
    if not indent:
        raise RewriteRefused("the class is written on one line")
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if after is None and not documented:
        place = Position(first.lineno - 1, 0)
    else:
        place = Position((after or first).end_lineno or first.lineno, 0)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    return Edit(path, Span(place, place), f"{indent}{statement}{newline}")


def _position(lines: list[str], line: int, byte: int) -> Position:
    return Position(line, len(lines[line].encode()[:byte].decode()))
