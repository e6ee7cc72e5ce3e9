"""A migration that only adds and removes indexes, made one that lets writes go on.

https://docs.djangoproject.com/en/5.2/ref/contrib/postgres/operations/#concurrent-index-operations
"""

from __future__ import annotations

import ast

from scale_lsp.rewrite.imports import import_names
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, Position, Span, split_lines

_MODULE = "django.contrib.postgres.operations"
_OPERATIONS = ("AddIndex", "RemoveIndex")


def concurrently(path: str, text: str) -> tuple[Edit, ...]:
    """Edits that put the concurrent operations in their places, and the migration outside of a transaction.

    Raises RewriteRefused where the migration says something of its own about transactions.
    """
    tree = parse_module(text)
    if isinstance(tree, SyntaxProblem):
        raise RewriteRefused("the file is not in order")
    lines = split_lines(text)
    edits, names = [], set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"migrations.{one}" for one in _OPERATIONS}:
            name = f"{ast.unparse(node.func).rpartition('.')[2]}Concurrently"
            start, end = (
                Position(line - 1, len(lines[line - 1].encode()[:column].decode()))
                for line, column in (
                    (node.func.lineno, node.func.col_offset),
                    (node.func.end_lineno or node.func.lineno, node.func.end_col_offset or 0),
                )
            )
            edits.append(Edit(path, Span(start, end), name))
            names.add(name)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Migration"]
    if not names or len(classes) != 1:
        raise RewriteRefused("no index is added or removed by `migrations`")
    return (*import_names(path, text, _MODULE, sorted(names)), *_outside(path, lines, classes[0]), *edits)


def _outside(path: str, lines: list[str], migration: ast.ClassDef) -> tuple[Edit, ...]:
    """`atomic = False` as the first thing that the class says."""
    for node in migration.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["atomic"]:
            if isinstance(node.value, ast.Constant) and node.value.value is False:
                return ()
            raise RewriteRefused("the migration wants a transaction")
    first = migration.body[0]
    if isinstance(first, ast.Expr) and len(migration.body) > 1:
        first = migration.body[1]
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    place = Position(first.lineno - 1, first.col_offset)
    if lines[place.line][: place.column].strip():
        raise RewriteRefused("the class is written on one line")
    indent = lines[place.line][: place.column]
    return (Edit(path, Span(place, place), f"atomic = False{newline}{newline}{indent}"),)
