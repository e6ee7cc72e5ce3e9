"""Syntax trees, faster than `ast` goes through them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

N = TypeVar("N", bound=ast.AST)
V = TypeVar("V")


def once(memo: dict[Any, Any], what: str, node: N, make: Callable[[N], V]) -> V:
    """What is found out about a node, kept in the memo of its block; that is one dictionary for all."""
    key = (what, node)
    if key not in memo:
        memo[key] = make(node)
    found: V = memo[key]
    return found


def are_same(ones: Sequence[ast.stmt], others: Sequence[ast.stmt], lines: int) -> bool:
    """Whether trees say the same at the same places, when the others begin so many lines further down."""
    return len(ones) == len(others) and all(_same(a, b, lines) for a, b in zip(ones, others, strict=True))


def _same(one: Any, other: Any, lines: int) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(_same(a, b, lines) for a, b in zip(one, other, strict=True))
    if not isinstance(one, ast.AST):
        return bool(one == other)
    if _place(one, lines) != _place(other, 0):
        return False
    return all(_same(getattr(one, name, None), getattr(other, name, None), lines) for name in one._fields)


def _place(node: Any, lines: int) -> tuple[int, ...]:
    if not hasattr(node, "lineno"):
        return ()
    return (node.lineno + lines, node.col_offset, node.end_lineno + lines, node.end_col_offset)


def walk(node: ast.AST) -> list[ast.AST]:
    """The node and all below it, outer ones first, without contexts (`Load`) and operators."""
    found = [node]
    for each in found:
        for name in _PARTS[type(each)]:
            value = getattr(each, name, None)
            if isinstance(value, list):
                if value:
                    found += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and value._fields:
                found.append(value)
    return found


_LEAVES = frozenset({"arg", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "op", "type_comment"})
"""Names under which no class has a node that has parts itself."""


class _Parts(dict[type[ast.AST], tuple[str, ...]]):
    """The names under which a class may have other nodes."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        is_constant = issubclass(kind, ast.Constant)
        self[kind] = () if is_constant else tuple(name for name in kind._fields if name not in _LEAVES)
        return self[kind]


_PARTS = _Parts()
