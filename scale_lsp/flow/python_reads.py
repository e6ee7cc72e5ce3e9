"""How often a function reads an attribute of one variable on one way through it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from scale_lsp.flow.scopes import FUNCTIONS
from scale_lsp.flow.values import Site

Function = ast.FunctionDef | ast.AsyncFunctionDef


def by_function(sites: Iterable[Site]) -> dict[Function, list[Site]]:
    """Reads such as `order.total` by the innermost function around them."""
    found: dict[Function, list[Site]] = {}
    for site in sites:
        walked = (node for statement in site.block.statements for node in ast.walk(statement))
        around = [n for n in walked if isinstance(n, FUNCTIONS) and any(each is site.node for each in ast.walk(n))]
        if around:
            found.setdefault(around[-1], []).append(site)
    return found


def most(function: Function, sites: Sequence[Site], attribute: str) -> int:
    """The most reads of one variable that a way through the function has; 0 for variables that change."""
    wanted: dict[str, set[int]] = {}
    for site in sites:
        match site.node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr == attribute:
                wanted.setdefault(name, set()).add(id(site.node))
    return max((_block(function.body, ids)[0] for name, ids in wanted.items() if _stays(function, name)), default=0)


def _stays(function: Function, name: str) -> bool:
    """Whether a variable means the same object in the whole function."""
    arguments = [each.arg for each in ast.walk(function) if isinstance(each, ast.arg)]
    stored = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == name]
    return arguments.count(name) + sum(not isinstance(n.ctx, ast.Load) for n in stored) == 1


def _block(body: Sequence[ast.stmt], ids: set[int]) -> tuple[int, bool]:
    """The most reads in statements, and whether their end is left for sure."""
    before = best = 0
    for statement in body:
        match statement:
            case ast.If(test=test, body=inner, orelse=orelse):
                before += _reads(test, ids)
                ways = [_block(inner, ids), _block(orelse, ids)]
                best = max(best, *(before + times for times, _ in ways))
                if all(left for _, left in ways):
                    return best, True
                before += max(times for times, left in ways if not left)
            case ast.Return() | ast.Raise() | ast.Continue() | ast.Break():
                return max(best, before + _reads(statement, ids)), True
            case ast.With(items=items, body=inner):
                times, left = _block(inner, ids)
                before += sum(_reads(item, ids) for item in items) + times
                if left:
                    return max(best, before), True
            case ast.Try(body=inner, orelse=orelse, finalbody=final):
                before += sum(_block(each, ids)[0] for each in (inner, orelse, final))
            case _:
                before += _reads(statement, ids)
    return max(best, before), False


def _reads(node: ast.AST, ids: set[int]) -> int:
    match node:
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _reads(test, ids) + max(_reads(body, ids), _reads(orelse, ids))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return 0
    return (id(node) in ids) + sum(_reads(child, ids) for child in ast.iter_child_nodes(node))
