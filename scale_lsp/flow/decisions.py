"""Conditions whose outcome is known here: flags that a caller gave, and what a framework says, as `self.action`."""

from __future__ import annotations

import ast

from scale_lsp.flow.iteration import assigned_names
from scale_lsp.flow.kept import is_prefetched
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Const, Instance, Object, Value

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
        case ast.Call(func=ast.Name(id="hasattr"), args=[ast.Name(id=name), ast.Constant(value=str(attribute))]):
            return True if _has(machine.lookup(name), attribute) else None
        case ast.Compare(left=ast.Attribute(attr=name, value=owner), ops=[op], comparators=[right]) if name in DECIDING:
            return _compared(_given(machine, owner, name), op, right)
    return is_prefetched(machine, test)


def _has(of: Value | None, attribute: str) -> bool:
    """Whether a row has an attribute for sure because its queryset gives it one."""
    if not isinstance(of, Instance) or of.path:
        return False
    return attribute in of.loaded.annotations or of.loaded.attribute(attribute)[0]


def _flag(machine: Machine, name: str) -> Value | None:
    """A parameter that the function never assigns."""
    node = machine.frame.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or name in _assigned(machine, node):
        return None
    return machine.frame.variables.get(name)


def _assigned(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    memo = machine.frame.block.memo.setdefault("assigned names", {})
    if id(node) not in memo:
        memo[id(node)] = assigned_names(node.body)
    found: frozenset[str] = memo[id(node)]
    return found


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
