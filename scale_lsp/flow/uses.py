"""Who else uses the rows that an expression fetches: a queryset keeps its rows, so that a second use is free.

https://docs.djangoproject.com/en/5.2/topics/db/queries/#caching-and-querysets
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.querysets import is_prefetched
from scale_lsp.flow.scopes import assigned
from scale_lsp.flow.values import QuerySet
from scale_lsp.orm.queryset_methods import METHODS, Does
from scale_lsp.text.trees import walk

_OWN_QUERIES = frozenset({Does.REFINE, Does.COMBINE, Does.SHAPE, Does.ROW, Does.ROW_OR_NONE, Does.VALUE, Does.ROWS})
"""What methods do that never fetch all rows into the queryset they are called on."""
_CHANGED = frozenset({"raw", "select_for_update", "iterator", "aiterator", "explain"})
"""Calls in whose chain rows are no plain queryset's, or fetched for the lock."""


def only_here(machine: Machine, queryset: QuerySet, node: ast.expr) -> bool:
    """Whether nothing but the expression around `node` can use the rows that evaluating `node` fetches.

    A call makes a queryset anew. A variable counts when a function makes the queryset, names it once more for its rows
    and otherwise only derives other querysets from it: one that is returned, stored or passed on has other uses.
    """
    if queryset.empty or not queryset.model_known or queryset.streamed or is_prefetched(queryset):
        return False
    if machine.repeating() or not machine.active <= queryset.born:
        return False
    if _mentions(queryset.origin.site.node, _CHANGED) or _mentions(node, _CHANGED):
        return False
    if _makes(node):
        return _refines(node) or queryset.origin.site == machine.site(node)
    function = machine.frame.node
    if not isinstance(node, ast.Name) or not isinstance(function, ast.FunctionDef):
        return False
    made = assigned(function, node.id)
    if not made or any(value is None or not _makes(value) or _mentions(value, _CHANGED) for value in made):
        return False
    return not any(used is not node for used in _uses(function, node.id)) and not _in_while(function, node)


def name_is_used_elsewhere(machine: Machine, name: str, loop: ast.For) -> bool:
    """Whether a function reads a variable outside of a loop that assigns it."""
    function = machine.frame.node
    if not isinstance(function, ast.FunctionDef):
        return True
    inside = {id(n) for n in walk(loop)}
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) and id(n) not in inside
        for n in walk(function)
    )


def _makes(node: ast.expr) -> bool:
    """Whether an expression makes a queryset each time it is evaluated."""
    if isinstance(node, ast.IfExp):
        return _makes(node.body) and _makes(node.orelse)
    return isinstance(node, ast.Call)


def _refines(node: ast.expr) -> bool:
    """Whether an expression ends in a method of a queryset that returns another one."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and METHODS.get(node.func.attr) in (Does.REFINE, Does.SHAPE, Does.COMBINE)
    )


def _mentions(node: ast.AST, names: frozenset[str]) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in names for n in walk(node))


def _uses(function: ast.FunctionDef, name: str) -> Iterator[ast.Name]:
    """Where a variable is read for its rows or handed on, and not just asked for another queryset."""
    receivers = {
        id(node.func.value)
        for node in walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and METHODS.get(node.func.attr) in _OWN_QUERIES
    }
    for node in walk(function):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            if id(node) not in receivers:
                yield node


def _in_while(function: ast.FunctionDef, node: ast.Name) -> bool:
    return any(
        isinstance(loop, ast.While) and any(inner is node for inner in walk(loop.test)) for loop in walk(function)
    )
