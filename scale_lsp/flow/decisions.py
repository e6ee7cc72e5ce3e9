"""Conditions whose outcome is known here: flags that a caller gave, and what a framework says, as `self.action`."""

from __future__ import annotations

import ast

from scale_lsp.flow.iteration import assigned_names
from scale_lsp.flow.kept import is_prefetched, row_at
from scale_lsp.flow.loaded import join_path
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Const, Object, Value
from scale_lsp.text.trees import once

DECIDING = frozenset({"action"})
"""https://www.django-rest-framework.org/api-guide/viewsets/#introspecting-viewset-actions"""


def decided(machine: Machine, test: ast.expr) -> bool | None:
    """Whether a condition holds; None when that is not known."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            outcome = decided(machine, operand)
            return None if outcome is None else not outcome
        case ast.BoolOp(op=op, values=values):
            outcomes = [decided(machine, value) for value in values]
            final = isinstance(op, ast.Or)
            if final in outcomes:
                return final
            return None if None in outcomes else not final
        case ast.Name(id=name):
            flag = _flag(machine, name)
            return flag.value if isinstance(flag, Const) and isinstance(flag.value, bool) else None
        case ast.Call(func=ast.Name(id="hasattr"), args=[of, ast.Constant(value=str(attribute))]):
            return True if _has(machine, of, attribute) else None
        case ast.Compare(
            left=ast.Constant(value=str(attribute)),
            ops=[ast.In() | ast.NotIn() as operator],
            comparators=[ast.Attribute(value=of, attr="__dict__")],
        ):
            return isinstance(operator, ast.In) if _has(machine, of, attribute) else None
        case ast.Compare(left=ast.Attribute(attr=name, value=owner), ops=[op], comparators=[right]) if name in DECIDING:
            return _compared(_given(machine, owner, name), op, right)
    return is_prefetched(machine, test)


def _has(machine: Machine, node: ast.expr, attribute: str) -> bool:
    """Whether a row has an attribute for sure because its queryset gives it one."""
    of = row_at(machine, node)
    if of is None:
        return False
    given = not of.path and attribute in of.loaded.annotations
    return given or of.loaded.attribute(join_path(of.path, attribute))[0]


def _flag(machine: Machine, name: str) -> Value | None:
    """A parameter that the function never assigns."""
    node = machine.frame.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or name in _assigned(machine, node):
        return None
    return machine.frame.variables.get(name)


def _assigned(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    return once(machine.frame.block.memo, "assigned names", node, lambda node: assigned_names(node.body))


def _given(machine: Machine, owner: ast.expr, name: str) -> Value | None:
    found = machine.lookup(owner.id) if isinstance(owner, ast.Name) else None
    if not isinstance(found, Object):
        return None
    return next((value for key, value in found.attributes if key == name), None)


def _compared(left: Value | None, op: ast.cmpop, right: ast.expr) -> bool | None:
    if not isinstance(left, Const):
        return None
    try:
        other = ast.literal_eval(right)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    match op:
        case ast.Eq():
            return bool(left.value == other)
        case ast.NotEq():
            return bool(left.value != other)
        case ast.In() if isinstance(other, tuple | list | set):
            return left.value in other
        case ast.NotIn() if isinstance(other, tuple | list | set):
            return left.value not in other
    return None
