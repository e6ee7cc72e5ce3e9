"""Binding a target of an assignment: a name, an unpacking, an attribute or an item."""

from __future__ import annotations

import ast

from scale_lsp.flow.classes import tell_assigned
from scale_lsp.flow.expressions import evaluate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.reading import fill
from scale_lsp.flow.requests import is_request
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    External,
    Instance,
    Object,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.orm.effects import OBJECTS
from scale_lsp.text.records import replace


def assign(machine: Machine, target: ast.expr, value: Value) -> None:
    """Bind a target: a name, an unpacking, an attribute or an item."""
    match target:
        case ast.Name(id=name):
            machine.frame.variables[name] = value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for i, inner in enumerate(targets):
                assign(machine, inner, _unpacked(machine, value, i, len(targets), target))
        case ast.Starred(value=inner):
            assign(machine, inner, value if isinstance(value, Rows) else Rows(value))
        case ast.Attribute(value=inner, attr=attr) if machine.given_to_requests is not None and is_request(inner):
            machine.given_to_requests.setdefault(attr, []).append(value)
        case ast.Attribute(value=ast.Name(id=name), attr=attr):
            of = machine.lookup(name)
            if isinstance(of, Instance):
                fill(machine, of, attr)
                machine.frame.variables[name] = replace(of, known=of.known | {attr})
            elif isinstance(of, Object):
                others = tuple(a for a in of.attributes if a[0] != attr)
                machine.frame.variables[name] = replace(of, attributes=(*others, (attr, value)))
            elif isinstance(of, External) and of.name in OBJECTS:
                machine.frame.variables[name] = UNKNOWN  # what its methods do now is not known
            tell_assigned(machine, of or UNKNOWN, attr, value, target)
        case ast.Attribute(value=inner, attr=attr):
            of = evaluate(machine, inner)
            for row in alternatives(of):
                if isinstance(row, Instance):
                    fill(machine, row, attr)
            tell_assigned(machine, of, attr, value, target)
        case ast.Subscript(value=ast.Name(id=name) as inner, slice=key):
            _assign_item(machine, inner, machine.lookup(name), evaluate(machine, key), value)
        case ast.Subscript(value=ast.Attribute(value=ast.Name()) as inner, slice=key):
            _assign_item(machine, inner, evaluate(machine, inner), evaluate(machine, key), value)
        case ast.Subscript(value=inner):
            evaluate(machine, inner)


def _assign_item(machine: Machine, target: ast.expr, of: Value | None, key: Value, value: Value) -> None:
    if not isinstance(of, Dict):
        return
    looped = any(loop.frame == len(machine.frames) - 1 for loop in machine.loops)
    if isinstance(key, Const) and not looped:
        tell_assigned(machine, of.get(key.value), "", value, target)
        changed = replace(of, keys=(*(k for k in of.keys if k[0] != key.value), (key.value, value)))
    else:
        changed = replace(of, values=_either(of.values, value), key=_either(of.key, key))
    assign(machine, target, changed)


def _either(before: Value, after: Value) -> Value:
    return after if before is UNKNOWN else join(before, after)


def _unpacked(machine: Machine, value: Value, i: int, count: int, node: ast.AST) -> Value:
    match value:
        case Tuple(items=items) if len(items) == count:
            return items[i]
        case Tuple(items=items):
            return join(*items) if items else UNKNOWN
        case Rows(item=item):
            return revisited(item, None, machine.active)
        case Dict(key=key):
            return key
    found = [_unpacked(machine, one, i, count, node) for one in alternatives(value) if one is not value]
    return join(*found) if found else UNKNOWN


def added(container: Value, item: Value) -> Value:
    """A list with one more kind of item."""
    match container:
        case Tuple(items=items):
            return Rows(join(*items, item))
        case Rows(size=0):
            return Rows(item)
        case Rows():
            return Rows(join(container.item, item))
    return container
