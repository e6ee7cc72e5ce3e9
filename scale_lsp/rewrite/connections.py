"""A limit of open connections in a class that is an ASGI application."""

from __future__ import annotations

import ast

from scale_lsp.rewrite.declarations import class_at, indent_of
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import Edit, Position, Span, split_lines

LIMIT = """\
max_connections = {most}
open_connections = 0

async def __call__(self, scope, receive, send):
    if {name}.open_connections >= self.max_connections:
        await send({{"type": "websocket.close", "code": 1013}})  # try again later
        return
    {name}.open_connections += 1
    try:
        await super().__call__(scope, receive, send)
    finally:
        {name}.open_connections -= 1
"""
"""Counted where each connection begins and ends, whatever happens in between.

https://asgi.readthedocs.io/en/latest/specs/www.html#websocket
"""


def limit_connections(path: str, text: str, span: Span, name: str, most: int) -> tuple[Edit, ...]:
    """Edits that give the class whose name is at `span`, known as `name`, a limit of open connections.

    They stand behind the attributes at its top. Raises RewriteRefused when one of the names is taken.
    """
    lines = split_lines(text)
    node = class_at(text, span)
    indent = indent_of(lines, node)
    step = indent[node.col_offset :]
    if _names(node) & {"__call__", "max_connections", "open_connections"}:
        raise RewriteRefused("the class has members of these names")
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    limit = LIMIT.format(name=name, most=most).splitlines()
    body = [_indented(line, indent, step) + newline for line in limit]
    head = [m for m in _head(node) if not isinstance(m, ast.Pass)]
    if not head:
        first = node.body[0]
        if isinstance(first, ast.Pass) and len(node.body) == 1:
            ends = Position(first.lineno - 1, len(lines[first.lineno - 1].rstrip("\r\n")))
            start = Position(first.lineno - 1, 0)
            return (Edit(path, Span(start, ends), "".join(body).removesuffix(newline)),)
        start = Position(_first_line(first) - 1, 0)
        return (Edit(path, Span(start, start), "".join(body) + newline),)
    last = head[-1].end_lineno or head[-1].lineno
    documented = isinstance(head[-1], ast.Expr)
    before = newline if documented else ""
    if not lines[last - 1].endswith(("\n", "\r")):
        place = Position(last - 1, len(lines[last - 1]))
        return (Edit(path, Span(place, place), newline + before + "".join(body)),)
    return (Edit(path, Span(Position(last, 0), Position(last, 0)), before + "".join(body)),)


def _head(node: ast.ClassDef) -> list[ast.stmt]:
    """The docstring and the attributes in front of the first method."""
    head: list[ast.stmt] = []
    for member in node.body:
        if not isinstance(member, ast.Assign | ast.AnnAssign | ast.Expr | ast.Pass):
            break
        head.append(member)
    return head


def _names(node: ast.ClassDef) -> set[str]:
    names = {getattr(member, "name", "") for member in node.body}
    for member in node.body:
        targets = member.targets if isinstance(member, ast.Assign) else [getattr(member, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _first_line(member: ast.stmt) -> int:
    decorators = getattr(member, "decorator_list", None)
    return int(decorators[0].lineno if decorators else member.lineno)


def _indented(line: str, indent: str, step: str) -> str:
    if not line:
        return ""
    depth = (len(line) - len(line.lstrip())) // 4
    return indent + step * depth + line.lstrip()
