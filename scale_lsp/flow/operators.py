"""Operators on querysets, lists, dictionaries and strings."""

from __future__ import annotations

import ast

from scale_lsp.flow.attributes import to_string
from scale_lsp.flow.lookups import together
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.strings import concatenated, formatted
from scale_lsp.flow.values import UNKNOWN, Condition, Const, Dict, QuerySet, Rows, Tuple, Value, join, merged
from scale_lsp.text.records import replace


def operation(machine: Machine, node: ast.BinOp, left: Value, right: Value) -> Value:
    """The value of `left <op> right`."""
    match node.op:
        case ast.BitOr() | ast.BitAnd() if isinstance(left, QuerySet):
            return combined(left, right)
        case ast.BitOr() | ast.BitAnd() if isinstance(left, Condition):
            return together(left, right, either=isinstance(node.op, ast.BitOr))
        case ast.BitOr() if isinstance(left, Dict) and isinstance(right, Dict):
            return merged(left, right)
        case ast.Add():
            sides = [v for v in (left, right) if isinstance(v, Rows | Tuple)]
            if not sides:
                return concatenated(left, right)
            items = [i for v in sides for i in (v.items if isinstance(v, Tuple) else (v.item,))]
            return Rows(join(*(i for i in items if i is not UNKNOWN)))
        case ast.Mod() if isinstance(left, Const) and isinstance(left.value, str):
            for item in right.items if isinstance(right, Tuple) else (right,):
                to_string(machine, item, node)
            return formatted(left, right)
    return UNKNOWN


def combined(left: QuerySet, right: Value) -> Value:
    """`left | right`: the rows of both, which load what the left one loads. Nothing is left of an empty one."""
    if left.empty:
        return right
    if isinstance(right, QuerySet) and right.empty:
        return left
    return replace(left, pristine=False, every_lookup=False, perhaps=None, narrowed=True, bound=None)
