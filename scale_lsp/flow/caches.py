"""What Django's cache gives back, and the code that runs only when it gives nothing.

https://docs.djangoproject.com/en/5.2/topics/cache/#basic-usage
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.calls import call_function
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import UNKNOWN, External, Function, Value, alternatives

FROM_CACHE = External("django.core.cache: value")


def is_from_cache(value: Value) -> bool:
    return any(one == FROM_CACHE for one in alternatives(value))


def misses(machine: Machine, test: ast.expr) -> bool:
    """Whether a condition holds when the cache has nothing: `value is None`, `not value`."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _names_cached(machine, operand)
        case ast.Compare(left=left, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=None)]):
            return _names_cached(machine, left)
    return False


def hits(machine: Machine, test: ast.expr) -> bool:
    """Whether a condition holds when the cache has something: `value`, `value is not None`."""
    match test:
        case ast.Compare(left=left, ops=[ast.IsNot() | ast.NotEq()], comparators=[ast.Constant(value=None)]):
            return _names_cached(machine, left)
    return _names_cached(machine, test)


def _names_cached(machine: Machine, node: ast.expr) -> bool:
    name = node.target if isinstance(node, ast.NamedExpr) else node
    found = machine.lookup(name.id) if isinstance(name, ast.Name) else None
    return found is not None and is_from_cache(found)


def get(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return FROM_CACHE


def get_or_set(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    default = args[1] if len(args) > 1 else keywords.get("default", UNKNOWN)
    if not isinstance(default, Function):
        return default
    with machine.behind_cache():
        return call_function(machine, default, [], {}, node)


FUNCTIONS = {
    "django.core.cache.cache.get": get,
    "django.core.cache.cache.aget": get,
    "django.core.cache.cache.get_or_set": get_or_set,
    "django.core.cache.cache.aget_or_set": get_or_set,
}
