"""Calling methods of values that are no project functions: querysets, lists, dictionaries, strings, paginators."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scale_lsp.flow import effects, querysets, threads
from scale_lsp.flow.apply import apply_to_each
from scale_lsp.flow.attributes import to_string
from scale_lsp.flow.calls import call_function
from scale_lsp.flow.classes import inherited
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.spending import counted
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Dict,
    Function,
    Instance,
    Method,
    Moved,
    Object,
    Paginated,
    QuerySet,
    Rows,
    Super,
    Tuple,
    Value,
    join,
    merged,
    revisited,
)
from scale_lsp.orm.effects import SAVING
from scale_lsp.text.records import replace


def call_method(
    machine: Machine, method: Method, node: ast.Call, positional: Sequence[Value], keywords: dict[str, Value]
) -> Value:
    """The value of `of.name(*positional, **keywords)`."""
    match method.of:
        case Instance() if method.name in SAVING:
            return effects.saved(machine, method.name, method.of, node)
        case Function():
            return effects.sent(machine, method.of, method.name, node)
        case Moved():
            return threads.started(machine, method.of, method.name, node)
        case QuerySet():
            return querysets.call_method(machine, method.of, method.name, node, (positional, keywords))
        case Super():
            return querysets.parent_queryset(machine, method.of, method.name, node, (positional, keywords))
        case Rows() | Tuple():
            return _of_list(machine, method.of, method.name, node, positional, keywords)
        case Dict():
            return _of_dict(machine, method.of, method.name, node, positional)
        case Object():
            inherited_method = inherited(machine, method.of, method.name)
            return inherited_method(machine, method.of, node, positional, keywords) if inherited_method else UNKNOWN
        case ClassRef(symbol=symbol):
            own = inherited(machine, Object(symbol), method.name)
            return own(machine, Object(symbol), node, positional, keywords) if own else UNKNOWN
        case Paginated(of=of) if method.name in ("page", "get_page", "paginate_queryset"):
            counted(machine, of, node)
            return Paginated(of)
        case Const(value=str()) if method.name == "format":
            for value in (*positional, *keywords.values()):
                to_string(machine, value, node)
    return UNKNOWN


def call_method_of(
    machine: Machine, method: Method, node: ast.AST, positional: Sequence[Value], keywords: dict[str, Value]
) -> Value:
    """The same where no call is written down, as in a template."""
    written = ast.Call(func=ast.Name(id="", ctx=ast.Load()), args=[], keywords=[])
    return call_method(machine, method, ast.copy_location(written, node), positional, keywords)


def called(machine: Machine, value: Value, node: ast.AST) -> Value:
    """The value, or what it returns if it can be called: what templates and column accessors do."""
    match value:
        case Function():
            return call_function(machine, value, [], {}, node, keep_origins=True)
        case Method():
            return call_method_of(machine, value, node, [], {})
    return value


def _of_list(
    machine: Machine,
    of: Rows | Tuple,
    name: str,
    node: ast.Call,
    positional: Sequence[Value],
    keywords: dict[str, Value],
) -> Value:
    from scale_lsp.flow.binding import added

    match name:
        case "append" | "add" | "appendleft" if positional:
            store(machine, node, added(of, positional[0]))
        case "insert" if len(positional) > 1:
            store(machine, node, added(of, positional[1]))
        case "extend" | "update" if positional:
            over = iterate(machine, positional[0], node)
            if over.item is not UNKNOWN:
                store(machine, node, added(of, over.item))
        case "sort":
            if key := keywords.get("key"):
                apply_to_each(machine, key, of, node)
        case "pop" | "popleft":
            return _popped(machine, of)
        case "copy" | "union" | "intersection" | "difference":
            return of
    return UNKNOWN


def _popped(machine: Machine, of: Rows | Tuple) -> Value:
    """`while rows: row = rows.pop()` visits each row once: a loop over the rows."""
    item = of.item if isinstance(of, Rows) else join(*of.items)
    inner = machine.loops[-1] if machine.loops else None
    if inner is not None and isinstance(inner.site.node, ast.While) and isinstance(of, Rows):
        return revisited(item, inner.token, machine.active - {inner.token})
    return revisited(item, None, machine.active)


def store(machine: Machine, node: ast.Call, value: Value) -> None:
    """Keep what a mutating method changed, where the container is a variable or an item of one."""
    if not isinstance(node.func, ast.Attribute):
        return
    match node.func.value:
        case ast.Name(id=name):
            machine.frame.variables[name] = value
        case ast.Subscript(value=ast.Name(id=name)) | ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            of = machine.lookup(name)
            if isinstance(of, Dict):
                before = of.values
                machine.frame.variables[name] = replace(of, values=value if before is UNKNOWN else join(before, value))


def _of_dict(machine: Machine, of: Dict, name: str, node: ast.Call, positional: Sequence[Value]) -> Value:
    everything = join(*(v for _, v in of.keys), *(() if of.values is UNKNOWN and of.keys else (of.values,)))
    small = len(of.keys) if of.keys and of.values is UNKNOWN else None
    match name:
        case "items":
            return Rows(Tuple((of.key, everything)), small)
        case "values":
            return Rows(everything, small)
        case "keys":
            return Rows(of.key, small)
        case "get" | "pop" | "setdefault":
            key = positional[0] if positional else UNKNOWN
            found = of.get(key.value) if isinstance(key, Const) else everything
            if found is UNKNOWN and len(positional) > 1:
                return positional[1]
            return found
        case "update":
            for value in positional:
                if isinstance(value, Dict):
                    store(machine, node, merged(of, value))
        case "copy":
            return of
    return UNKNOWN
