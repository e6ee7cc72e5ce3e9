"""Jinja's own filters, as far as they visit rows, read attributes or pass rows on.

https://jinja.palletsprojects.com/en/stable/templates/#list-of-builtin-filters
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.apply import apply_to_each
from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.library import FUNCTIONS, Handler
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import call_method_of
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    Method,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.text.jinja_expressions import PREFIX


def _read(machine: Machine, name: Value, values: Value, node: ast.AST) -> Value:
    """The value of a dotted attribute of each item; of the item itself where there is no name."""
    if isinstance(name, Const) and isinstance(name.value, str):
        return apply_to_each(machine, Method(name, "attrgetter"), values, node)
    return iterate(machine, values, node).item


def _listed(machine: Machine, values: Value, node: ast.AST, item: Value | None = None) -> Value:
    """A list of the items that were just visited, or of what was made of each."""
    with machine.silently():
        over = iterate(machine, values, node)
    size = values.size if isinstance(values, Rows) else len(values.items) if isinstance(values, Tuple) else None
    query = values if isinstance(values, QuerySet) and item is None else getattr(values, "query", None)
    return Rows(over.item if item is None else item, 1 if over.small and size is None else size, query)


def _argument(args: Sequence[Value], keywords: Mapping[str, Value], name: str, position: int) -> Value:
    return args[position] if len(args) > position else keywords.get(name, UNKNOWN)


def _visiting(position: int) -> Handler:
    """A filter that gives the same items again, and reads an attribute of each if it is given one."""

    def handler(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
        names = _argument(args, keywords, "attribute", position)
        texts = names.value.split(",") if isinstance(names, Const) and isinstance(names.value, str) else [None]
        for text in texts:
            _read(machine, Const(text), args[0], node)
        return _listed(machine, args[0], node)

    return handler


def _map(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`map(attribute="customer.name")`, or `map("upper")` with the name of a filter."""
    if "attribute" in keywords:
        made = _read(machine, keywords["attribute"], args[0], node)
        return _listed(machine, args[0], node, join(made, keywords["default"]) if "default" in keywords else made)
    if len(args) > 1 and isinstance(args[1], Const):
        handler = FILTERS.get(f"{PREFIX}filters.{args[1].value}", _unknown)
        return _listed(machine, args[0], node, _each(machine, handler, node, args, keywords))
    iterate(machine, args[0], node)
    return Rows(UNKNOWN)


def _each(
    machine: Machine, handler: Handler, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    over = iterate(machine, args[0], node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
        return handler(machine, node, [item, *args[2:]], keywords)


def _groupby(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """Groups are named tuples; the rows are sorted by the attribute first, which fetches them all."""
    key = _read(machine, _argument(args, keywords, "attribute", 1), args[0], node)
    return Rows(Tuple((key, _listed(machine, args[0], node)), ("grouper", "list")))


def _one(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`first`, `last`, `random`; `min` and `max`, which may read an attribute of each item."""
    _read(machine, keywords.get("attribute", UNKNOWN), args[0], node)
    with machine.silently():
        item = iterate(machine, args[0], node).item
    return revisited(item, None, machine.active)


def _sum(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    _read(machine, _argument(args, keywords, "attribute", 1), args[0], node)
    return UNKNOWN


def _join(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    made = _read(machine, _argument(args, keywords, "attribute", 2), args[0], node)
    to_string(machine, _listed(machine, args[0], node, made), node)
    return UNKNOWN


def _chunks(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    iterate(machine, args[0], node)
    return Rows(_listed(machine, args[0], node))


def _items(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    of = args[0]
    return call_method_of(machine, Method(of, "items"), node, [], {}) if isinstance(of, Dict) else UNKNOWN


def _attr(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    name = _argument(args, keywords, "name", 1)
    if not isinstance(name, Const) or not isinstance(name.value, str):
        return UNKNOWN
    return join(*(attribute(machine, one, name.value, node) for one in alternatives(args[0])))


def _default(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return join(args[0], _argument(args, keywords, "default_value", 1))


def _text(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    to_string(machine, args[0], node)
    return UNKNOWN


def _unknown(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return UNKNOWN


_TEXTS = (
    *("capitalize", "center", "e", "escape", "forceescape", "format", "indent", "lower", "replace", "safe", "string"),
    *("striptags", "title", "trim", "truncate", "upper", "urlize", "wordcount", "wordwrap"),
)
FILTERS: dict[str, Handler] = {
    f"{PREFIX}filters.{name}": handler
    for name, handler in {
        "attr": _attr,
        "batch": _chunks,
        "count": FUNCTIONS["builtins.len"],
        "d": _default,
        "default": _default,
        "dictsort": _items,
        "first": _one,
        "groupby": _groupby,
        "items": _items,
        "join": _join,
        "last": _one,
        "length": FUNCTIONS["builtins.len"],
        "list": _visiting(9),
        "map": _map,
        "max": _one,
        "min": _one,
        "random": _one,
        "reject": _visiting(9),
        "rejectattr": _visiting(1),
        "reverse": _visiting(9),
        "select": _visiting(9),
        "selectattr": _visiting(1),
        "slice": _chunks,
        "sort": _visiting(3),
        "sum": _sum,
        "unique": _visiting(2),
        **dict.fromkeys(_TEXTS, _text),
    }.items()
}
