"""Queries that belong into a loop: one for each chunk of keys, or locks taken row by row."""

from __future__ import annotations

import ast

from scale_lsp.text.trees import walk


def is_batch(node: ast.AST, names: frozenset[str]) -> bool:
    """`filter(pk__in=chunk)` and `rows[start:stop]` in a loop over chunks: one query for many rows already."""
    return _is_slice_by(node, names) or any(
        isinstance(n, ast.keyword)
        and (n.arg or "").endswith("__in")
        and ((isinstance(n.value, ast.Name) and n.value.id in names) or _is_slice_by(n.value, names))
        for n in walk(node)
    )


def _is_slice_by(node: ast.AST, names: frozenset[str]) -> bool:
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice):
        return False
    return any(isinstance(n, ast.Name) and n.id in names for n in walk(node.slice))


def locks(node: ast.AST) -> bool:
    """`select_for_update()` takes its locks row by row on purpose."""
    return any(isinstance(n, ast.Attribute) and n.attr == "select_for_update" for n in walk(node))
