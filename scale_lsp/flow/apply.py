"""Applying a function to each item, as `sorted(key=…)`, `map` and `filter` do."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.calls import call_function
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    External,
    Function,
    Instance,
    Method,
    Moved,
    Value,
    alternatives,
    join,
    revisited,
)


def apply_to_each(machine: Machine, function: Value, values: Value, node: ast.AST) -> Value:
    """What the function returns for an item of `values`."""
    over = iterate(machine, values, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
        return apply(machine, function, [item], node)


def apply(machine: Machine, function: Value, arguments: Sequence[Value], node: ast.AST) -> Value:
    """Call a value with values, without a call expression of its own."""
    return join(*(_apply(machine, one, arguments, node) for one in alternatives(function)))


def _apply(machine: Machine, function: Value, arguments: Sequence[Value], node: ast.AST) -> Value:
    match function:
        case Moved() | Method(of=Function() | Moved() | Instance()):
            from scale_lsp.flow.expressions import call_value

            written = ast.Call(func=ast.Name(id="", ctx=ast.Load()), args=[], keywords=[])
            return call_value(machine, function, ast.copy_location(written, node), arguments, {})
        case Function():
            return call_function(machine, function, arguments, {}, node)
        case Method(of=Const(value=str(path)), name="attrgetter") if arguments:
            value = arguments[0]
            for name in path.split("."):
                value = join(*(attribute(machine, one, name, node) for one in alternatives(value)))
            return value
        case External(name="builtins.str") if arguments:
            to_string(machine, arguments[0], node)
    return UNKNOWN
