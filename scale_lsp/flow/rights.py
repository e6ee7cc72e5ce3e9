"""Code that asks what somebody may do: what runs for those with a right, and what is left to the others.

https://docs.djangoproject.com/en/5.2/topics/auth/default/#permissions-and-authorization
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from enum import Enum

from scale_lsp.flow.values import Site

FLAGS = frozenset({"is_staff", "is_superuser"})
"""Attributes of users that only the few have."""
_METHODS = frozenset({"has_perm", "has_perms", "has_module_perms", "ahas_perm", "ahas_perms", "ahas_module_perms"})
_LEAVING = (ast.Return, ast.Raise)


class Whose(Enum):
    """Those who have a right that others have not, or the others."""

    FEW = "few"
    OTHERS = "others"


def holds_for(test: ast.expr) -> Whose | None:
    """Whom a condition lets through: only those with a right, or all of the others; None where it says neither.

    A permission for one object (`has_perm("change", project)`) is what owners have, and they are many.
    """
    match test:
        case ast.Attribute(attr=attr) if attr in FLAGS:
            return Whose.FEW
        case ast.Call(func=ast.Attribute(attr=attr), args=[_], keywords=[]) if attr in _METHODS:
            return Whose.FEW
        case ast.Await(value=value):
            return holds_for(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _opposite(holds_for(operand))
        case ast.BoolOp(op=op, values=values):
            found = [holds_for(value) for value in values]
            some, every = (Whose.FEW, Whose.OTHERS) if isinstance(op, ast.And) else (Whose.OTHERS, Whose.FEW)
            if some in found:
                return some
            return every if all(one is every for one in found) else None
    return None


def runs_for(site: Site) -> Whose | None:
    """Who comes to a place, by the conditions around it and those that leave the function before it.

    `FEW`: only those with a right. `OTHERS`: all the others, and nothing else decides.
    """
    found = set(_conditions(site.block.statements, site.node))
    if Whose.FEW in found:
        return Whose.FEW
    return Whose.OTHERS if found == {Whose.OTHERS} else None


def refuses(body: Sequence[ast.stmt]) -> bool:
    """Whether all the others leave at one of some statements."""
    return any(Whose.FEW in _left_to(statement) for statement in body)


def _conditions(body: Sequence[ast.stmt], wanted: ast.AST) -> Iterator[Whose | None]:
    for index, statement in enumerate(body):
        if _has(statement, wanted):
            for before in body[:index]:
                yield from _left_to(before)
            yield from _inside(statement, wanted)


def _inside(node: ast.AST, wanted: ast.AST) -> Iterator[Whose | None]:
    """What the conditions from a node down to the wanted one say; None for what cannot be read."""
    if node is wanted:
        return
    match node:
        case ast.If(test=test, body=body, orelse=orelse) if not _has(test, wanted):
            yield from _of_arms(test, body, wanted)
            yield from _conditions(body, wanted)
            yield from _conditions(orelse, wanted)
            return
        case ast.IfExp(test=test, body=then) if not _has(test, wanted):
            yield from _of_arms(test, [then], wanted)
        case ast.For() | ast.AsyncFor() | ast.While() | ast.Match() | ast.ExceptHandler():
            yield None
    yield from _conditions([child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)], wanted)
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.stmt) and _has(child, wanted):
            yield from _inside(child, wanted)


def _of_arms(test: ast.expr, body: Sequence[ast.AST], wanted: ast.AST) -> Iterator[Whose | None]:
    whose = holds_for(test)
    yield whose if any(_has(one, wanted) for one in body) else _opposite(whose)


def _left_to(statement: ast.stmt) -> list[Whose | None]:
    """Who goes on after a statement that may leave the function."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    if isinstance(statement, ast.If) and isinstance(statement.body[-1], _LEAVING):
        return [_opposite(holds_for(statement.test))]
    return [None] if any(isinstance(node, ast.Return) for node in ast.walk(statement)) else []


def _opposite(whose: Whose | None) -> Whose | None:
    return {Whose.FEW: Whose.OTHERS, Whose.OTHERS: Whose.FEW}.get(whose) if whose is not None else None


def _has(node: ast.AST, wanted: ast.AST) -> bool:
    return any(one is wanted for one in ast.walk(node))
