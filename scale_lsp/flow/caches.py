"""What Django's cache gives back, and the code that runs only when it gives nothing.

https://docs.djangoproject.com/en/5.2/topics/cache/#basic-usage
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.calls import call_function
from scale_lsp.flow.facts import RowsCached
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import (
    UNKNOWN,
    Dict,
    External,
    Function,
    Instance,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
)
from scale_lsp.index.names import Symbol

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
    if isinstance(default, Function):
        with machine.behind_cache():
            default = call_function(machine, default, [], {}, node)
    _cached(machine, default, _given(node, "default"))
    return default


def put(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`cache.set(key, value)` and `cache.set_many({key: value})`."""
    several = isinstance(node.func, ast.Attribute) and node.func.attr.endswith("set_many")
    place = 0 if several else 1
    value = args[place] if len(args) > place else keywords.get("data" if several else "value", UNKNOWN)
    _cached(machine, value, _given(node, "data" if several else "value", place))
    return UNKNOWN


def _given(node: ast.Call, name: str, place: int = 1) -> ast.expr:
    """The argument that says what is cached."""
    named = (keyword.value for keyword in node.keywords if keyword.arg == name)
    return node.args[place] if len(node.args) > place else next(named, node)


def _cached(machine: Machine, value: Value, node: ast.expr) -> None:
    every = alternatives(value)
    models = [_model_of(one) for one in every]
    first = next(iter(models), None)
    if first is not None and all(models):
        machine.observe(RowsCached(machine.site(node), first))


def _model_of(value: Value) -> Symbol | None:
    """The model whose rows are in a value, if some surely are."""
    match value:
        case Instance(model=model):
            return model
        case QuerySet(model=model, empty=False, model_known=True):
            return model
        case Rows(item=item) if item is not UNKNOWN:
            models = [_model_of(one) for one in alternatives(item)]
            return models[0] if all(models) else None
        case Tuple(items=items):
            return next(filter(None, map(_model_of, items)), None)
        case Dict(keys=keys, values=values):
            return next(filter(None, map(_model_of, (*(held for _, held in keys), values))), None)
    return None


FUNCTIONS = {
    "django.core.cache.cache.get": get,
    "django.core.cache.cache.aget": get,
    "django.core.cache.cache.get_or_set": get_or_set,
    "django.core.cache.cache.aget_or_set": get_or_set,
    **{f"django.core.cache.cache.{name}": put for name in ("set", "add", "set_many", "aset", "aadd", "aset_many")},
}
