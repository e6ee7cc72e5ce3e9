"""Executing statements abstractly: branches are joined, loop bodies run once, what surely leaves a loop runs once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from scale_lsp.flow import row_writes, scans
from scale_lsp.flow.binding import added, assign
from scale_lsp.flow.branches import branch, join_variables
from scale_lsp.flow.effects import ATOMIC, entered, forget_saved
from scale_lsp.flow.expressions import _closure, evaluate, truth
from scale_lsp.flow.iteration import assigned_names, bound_names, iterate
from scale_lsp.flow.lookups import together
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.operators import combined
from scale_lsp.flow.resolve import import_value
from scale_lsp.flow.spending import Ways, uncounted
from scale_lsp.flow.surroundings import NOTHING_AROUND, transaction
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Condition,
    Const,
    Dict,
    Function,
    QuerySet,
    Rows,
    Tuple,
    Value,
    join,
    revisited,
)
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.summary import imported
from scale_lsp.text.compact import by_kind


def execute_all(machine: Machine, body: Sequence[ast.stmt]) -> bool:
    """Execute a block; True when control surely leaves it by return, raise, break or continue."""
    left = _leaves(machine, body)
    if left:
        machine.left.append(left)
    try:
        return any(execute(machine, statement) for statement in body)
    finally:
        if left:
            machine.left.pop()


def _leaves(machine: Machine, body: Sequence[ast.stmt]) -> frozenset[int]:
    """The running loops that a block surely ends, so that it runs at most once in them."""
    if not body or not machine.loops:
        return frozenset()
    mine = [loop.token for loop in machine.loops if loop.frame == len(machine.frames) - 1]
    match body[-1]:
        case ast.Return() | ast.Raise():
            return frozenset(mine)
        case ast.Break():
            return frozenset(mine[-1:])
    return frozenset()


def execute(machine: Machine, node: ast.stmt) -> bool:
    machine.step()
    handler = _HANDLERS.get(type(node))
    return bool(handler(machine, node)) if handler else False


def _expression(machine: Machine, node: ast.Expr) -> None:
    machine.discarded.append(node.value)
    try:
        evaluate(machine, node.value)
    finally:
        machine.discarded.pop()


def _assign(machine: Machine, node: ast.Assign) -> None:
    value = evaluate(machine, node.value)
    for target in node.targets:
        assign(machine, target, value)


def _annotated(machine: Machine, node: ast.AnnAssign) -> None:
    if node.value is not None:
        assign(machine, node.target, evaluate(machine, node.value))


def _augmented(machine: Machine, node: ast.AugAssign) -> None:
    value = evaluate(machine, node.value)
    if isinstance(node.target, ast.Name):
        before = machine.lookup(node.target.id) or UNKNOWN
        if isinstance(before, Rows | Tuple):
            item = iterate(machine, value, node.value).item
            machine.frame.variables[node.target.id] = added(before, item)
        elif isinstance(before, QuerySet) and isinstance(node.op, ast.BitOr | ast.BitAnd):
            machine.frame.variables[node.target.id] = combined(before, value)
        elif isinstance(before, Condition) and isinstance(node.op, ast.BitOr | ast.BitAnd):
            either = isinstance(node.op, ast.BitOr)
            machine.frame.variables[node.target.id] = together(before, value, either=either)
        else:
            machine.frame.variables[node.target.id] = UNKNOWN
    else:
        evaluate(machine, node.target.value)


def _for(machine: Machine, node: ast.For | ast.AsyncFor) -> None:
    value = evaluate(machine, node.iter)
    with machine.asynchronously(isinstance(node, ast.AsyncFor)):
        over = iterate(machine, value, node.iter)
    before = dict(machine.frame.variables)
    names = bound_names(node.target) | assigned_names(node.body)
    with machine.looping(node, over.rows, names, over.over_rows, over.small, over.visit) as loop:
        token = None if over.small else loop.token
        assign(machine, node.target, revisited(over.item, token, machine.active - {loop.token}))
        _body(machine, node.body)
    if isinstance(node, ast.For):
        row_writes.look(machine, node, over, value, loop.token)
        scans.scanned(machine, node, value)
    _merge_variables(machine, before)
    execute_all(machine, node.orelse)


def _while(machine: Machine, node: ast.While) -> None:
    truth(machine, node.test)
    before = dict(machine.frame.variables)
    with machine.looping(node, "items", assigned_names(node.body), False):
        _body(machine, node.body)
    _merge_variables(machine, before)
    execute_all(machine, node.orelse)


def _body(machine: Machine, body: list[ast.stmt]) -> None:
    if body and isinstance(body[-1], ast.Continue):
        body = body[:-1]
    execute_all(machine, body)


def _merge_variables(machine: Machine, before: dict[str, Value]) -> None:
    variables = machine.frame.variables
    for name, value in before.items():
        after = variables.get(name, UNKNOWN)
        if after is not value:
            variables[name] = after if _grew(value, after) else join(value, after)


def _grew(before: Value, after: Value) -> bool:
    """A list or dictionary that was filled in a branch or loop: what it holds is what it holds afterwards."""
    return isinstance(before, Rows | Dict) and isinstance(after, type(before))


def _try(machine: Machine, node: ast.Try) -> bool:
    left = execute_all(machine, node.body)
    after_body = dict(machine.frame.variables)
    ends = []
    for handler in node.handlers:
        machine.frame.variables = dict(after_body)
        if handler.name:
            machine.frame.variables[handler.name] = UNKNOWN
        machine.left.append(machine.active)  # an exception is not what happens to each row
        with uncounted(machine):
            if not execute_all(machine, handler.body):
                ends.append(machine.frame.variables)
        machine.left.pop()
    machine.frame.variables = after_body
    if not left:
        left = execute_all(machine, node.orelse)
    for end in ends:
        if left:
            machine.frame.variables = end
            left = False
        else:
            join_variables(machine, end)
    return execute_all(machine, node.finalbody) or left


def _with(machine: Machine, node: ast.With | ast.AsyncWith) -> bool:
    around = NOTHING_AROUND
    for item in node.items:
        value = evaluate(machine, item.context_expr)
        if value == ATOMIC:
            around = transaction(machine.site(item.context_expr))
        elif item.optional_vars is not None:
            assign(machine, item.optional_vars, value if isinstance(value, Rows) else entered(value))
    if around.transaction and not machine.around.transaction:
        forget_saved(machine)
    with machine.amid(around):
        return execute_all(machine, node.body)


def _return(machine: Machine, node: ast.Return) -> bool:
    value: Value = Const(None) if node.value is None else evaluate(machine, node.value)
    if not (isinstance(value, Const) and value.value is None and node.value is None):
        machine.frame.returned.append(value)
    return True


def _raise(machine: Machine, node: ast.Raise) -> bool:
    if node.exc is not None:
        evaluate(machine, node.exc)
    return True


def _leave(machine: Machine, node: ast.stmt) -> bool:
    return True


def _function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    frame = machine.frame
    machine.frame.variables[node.name] = Function(
        frame.path, frame.block, node, node.name, None, None, _closure(machine)
    )


def _class(machine: Machine, node: ast.ClassDef) -> None:
    machine.frame.variables[node.name] = UNKNOWN


def _import(machine: Machine, node: ast.Import | ast.ImportFrom) -> None:
    for local, target in imported(node):
        if local != "*":
            machine.frame.variables[local] = import_value(machine, target)


def _match(machine: Machine, node: ast.Match) -> None:
    evaluate(machine, node.subject)
    before = dict(machine.frame.variables)
    ends = []
    ways = Ways(machine)
    for case in node.cases:
        machine.frame.variables = dict(before)
        ways.begin()
        if not execute_all(machine, case.body):
            ends.append(machine.frame.variables)
    ways.end()
    machine.frame.variables = before
    for end in ends:
        join_variables(machine, end)


def _assert(machine: Machine, node: ast.Assert) -> None:
    truth(machine, node.test)


def _delete(machine: Machine, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            machine.frame.variables.pop(target.id, None)


_HANDLERS: dict[type[ast.stmt], Callable[[Machine, Any], bool | None]] = by_kind(
    {
        ast.Expr: _expression,
        ast.Assign: _assign,
        ast.AnnAssign: _annotated,
        ast.AugAssign: _augmented,
        ast.For: _for,
        ast.AsyncFor: _for,
        ast.While: _while,
        ast.If: branch,
        ast.Try: _try,
        ast.TryStar: _try,
        ast.With: _with,
        ast.AsyncWith: _with,
        ast.Return: _return,
        ast.Raise: _raise,
        ast.Break: _leave,
        ast.Continue: _leave,
        ast.FunctionDef: _function,
        ast.AsyncFunctionDef: _function,
        ast.ClassDef: _class,
        ast.Import: _import,
        ast.ImportFrom: _import,
        ast.Match: _match,
        ast.Assert: _assert,
        ast.Delete: _delete,
    }
)

__all__ = ["ClassRef", "Kind", "Symbol", "added", "assign", "execute_all"]
