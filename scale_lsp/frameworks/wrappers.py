"""Decorators around what a framework calls: whether the rows that come out are those that were returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from scale_lsp.flow.calls import function_of
from scale_lsp.flow.machine import Machine
from scale_lsp.index.names import Kind
from scale_lsp.index.shape import Call, Name, Shape, shape_of

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def keeps_result(machine: Machine, decorator: ast.expr) -> bool:
    """Whether a decorator surely returns what the function returned. Those of packages know nothing of the models."""
    shape = shape_of(decorator)
    if isinstance(shape, Call):
        return not any("related" in name for name, _ in shape.keywords) and _keeps(machine, shape.function)
    return _keeps(machine, shape)


def _keeps(machine: Machine, shape: Shape) -> bool:
    found = machine.graph.names.resolve(machine.frame.path, shape.dotted) if isinstance(shape, Name) else None
    if found is None:
        return isinstance(shape, Name) and shape.dotted in ("staticmethod", "classmethod")
    if found.kind is not Kind.FUNCTION:
        return found.kind is Kind.EXTERNAL
    function = function_of(machine, found.path, found.name)
    if function is None:
        return False
    machine.uses[function.block] = None
    return _returns_the_result(function.node)


def _returns_the_result(decorator: ast.AST) -> bool:
    """Whether a decorator returns each result of a function that it was given; errors are another matter."""
    if any("related" in (getattr(n, "attr", "") or getattr(n, "id", "")) for n in ast.walk(decorator)):
        return False
    parents = {child: node for node in ast.walk(decorator) for child in ast.iter_child_nodes(node)}
    functions = [n for n in ast.walk(decorator) if isinstance(n, _FUNCTIONS)]
    given = {a.arg for f in functions for a in (*f.args.posonlyargs, *f.args.args)}
    calls = [n for n in ast.walk(decorator) if isinstance(n, ast.Call) and getattr(n.func, "id", "") in given]
    return bool(calls) and all(_is_returned(call, parents) for call in calls)


def _is_returned(call: ast.Call, parents: Mapping[ast.AST, ast.AST]) -> bool:
    user = parents[call]
    if isinstance(user, ast.Await):
        user = parents[user]
    match user:
        case ast.Return():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            function = next(n for n in _around(user, parents) if isinstance(n, _FUNCTIONS))
            bound = [n for n in ast.walk(function) if getattr(n, "id", "") == name and isinstance(n.ctx, ast.Store)]  # type: ignore[attr-defined]
            later = (n for n in ast.walk(function) if isinstance(n, ast.Return) and n.lineno > call.lineno)
            usual = [n for n in later if not any(isinstance(a, ast.ExceptHandler) for a in _around(n, parents))]
            return len(bound) == 1 and bool(usual) and all(getattr(n.value, "id", "") == name for n in usual)
    return False


def _around(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in parents:
        node = parents[node]
        yield node
