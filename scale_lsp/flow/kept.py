"""Answers that are kept: by an object for itself, or in a dictionary. What is there before a loop is asked once.

https://docs.djangoproject.com/en/5.2/ref/utils/#django.utils.functional.cached_property
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set

from scale_lsp.flow.calls import call_function, find_member
from scale_lsp.flow.decorated import CACHING, decorators
from scale_lsp.flow.frames import Loop
from scale_lsp.flow.loaded import Tri, join_path
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.rows import related_row
from scale_lsp.flow.scopes import assigned
from scale_lsp.flow.values import Function, Instance, Object, QuerySet, Value, alternatives, join
from scale_lsp.index.models import Arity
from scale_lsp.text.records import replace

_PREFETCHED = "_prefetched_objects_cache"


def keeps_answer(machine: Machine, function: Function) -> bool:
    """Whether a property keeps its first answer."""
    return any(name in CACHING or name.endswith("cached_property") for name in decorators(machine, function))


def kept_by(machine: Machine, of: Value, function: Function, node: ast.AST) -> Value:
    """What an object answers and keeps: loops that find the object there ask once, and a queryset keeps its rows."""
    older = frozenset(loop.token for loop in machine.loops if _is_there_before(machine, of, loop))
    machine.left.append(older)
    try:
        found = call_function(machine, function, [], {}, node)
    finally:
        machine.left.pop()
    querysets = (
        replace(one, born=one.born - older) if isinstance(one, QuerySet) else one for one in alternatives(found)
    )
    return join(*querysets) if older else found


def _is_there_before(machine: Machine, of: Value, loop: Loop) -> bool:
    """Whether each turn has the same object: that of a loop around this one, or of a variable from before it.

    A row that nobody fetched here is the one that a method belongs to, or that a request carries: `request.user`.
    """
    if isinstance(of, Instance) and of.loop is not None:
        tokens = [one.token for one in machine.loops]
        return of.loop in tokens and tokens.index(of.loop) < tokens.index(loop.token)
    if isinstance(of, Instance) and of == Instance(of.model):
        return True
    return isinstance(of, Instance | Object) and any(of == held for held in _before(machine, loop))


def _before(machine: Machine, loop: Loop) -> Iterator[Value]:
    """What the variables hold that the loop does not change."""
    for number, frame in enumerate(machine.frames[: loop.frame + 1]):
        if frame.self_value is not None:
            yield frame.self_value
        for name, value in frame.variables.items():
            if number < loop.frame or name not in loop.names:
                yield from alternatives(value)


def fills(machine: Machine, node: ast.If) -> bool:
    """`if key not in known: known[key] = …`, and the same behind `known.get(key)`: asked once for each key.

    A cache of the project's own has `set()` for it.
    """
    match node.test:
        case ast.Compare(left=key, ops=[ast.NotIn()], comparators=[known]):
            sought = (ast.dump(known), ast.dump(key))
            return any((ast.dump(one.value), ast.dump(one.slice)) == sought for one in _items_set(node))
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return _is_looked_up(machine, name, _filled(node))
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return _is_looked_up(machine, name, _filled(node))
    return False


def _items_set(node: ast.If) -> Iterator[ast.Subscript]:
    for statement in node.body:
        for inner in ast.walk(statement):
            if isinstance(inner, ast.Assign):
                yield from (target for target in inner.targets if isinstance(target, ast.Subscript))


def _filled(node: ast.If) -> frozenset[str]:
    """What a branch puts something into, under a key."""
    calls = (inner for statement in node.body for inner in ast.walk(statement) if isinstance(inner, ast.Call))
    caches = (one.func.value for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "set")
    return frozenset(map(ast.dump, (*caches, *(item.value for item in _items_set(node)))))


def _is_looked_up(machine: Machine, name: str, known: Set[str]) -> bool:
    """Whether a variable is what one of these dictionaries or caches has for a key."""
    function = machine.frame.node
    for value in assigned(function, name) if known and isinstance(function, ast.FunctionDef) else ():
        for node in ast.walk(value) if value is not None else ():
            match node:
                case ast.Call(func=ast.Attribute(value=of, attr="get")) if ast.dump(of) in known:
                    return True
    return False


def may_have(machine: Machine, of: Value, name: str) -> bool:
    """Whether a row has an attribute, or perhaps: its queryset gives it one, or does what is not understood.

    What `getattr(order, "open_items", …)` would take in its place need not be asked for.
    """
    if not isinstance(of, Instance):
        return False
    graph, loaded = machine.graph, of.loaded
    if graph.relation(of.model, name) or graph.field(of.model, name) or find_member(machine, of.model, name):
        return True
    given = loaded.attribute(join_path(of.path, name))[0] or (not of.path and name in loaded.annotations)
    return given or (of.origin is not None and loaded.anything)


def is_prefetched(machine: Machine, test: ast.expr) -> bool | None:
    """Whether a condition asks if related rows are there already, and what it finds.

    `"items" in order._prefetched_objects_cache` and `order.items.all()._result_cache is not None`; None where it is
    not about a row that is known.
    """
    match test:
        case ast.Compare(
            left=ast.Constant(value=str(name)), ops=[ast.In() | ast.NotIn() as operator], comparators=[of]
        ):
            found = _is_loaded(_row_with_prefetched(machine, of), name)
            return None if found is None else found == isinstance(operator, ast.In)
        case ast.Compare(
            left=ast.Attribute(
                value=ast.Call(func=ast.Attribute(value=ast.Attribute(value=of, attr=name), attr="all"), args=[]),
                attr="_result_cache",
            ),
            ops=[ast.Is() | ast.IsNot() as operator],
            comparators=[ast.Constant(value=None)],
        ):
            found = _is_loaded(row_at(machine, of), name)
            return None if found is None else found == isinstance(operator, ast.IsNot)
    return None


def _is_loaded(row: Instance | None, name: str) -> bool | None:
    if row is None or row.sealed or row.origin is None:
        return None
    return row.loaded.has(join_path(row.path, name)) is not Tri.NO


def _row_with_prefetched(machine: Machine, node: ast.expr) -> Instance | None:
    """The row whose prefetched rows an expression stands for."""
    match node:
        case ast.Attribute(value=of, attr=attribute) if attribute == _PREFETCHED:
            return row_at(machine, of)
        case ast.Call(func=ast.Name(id="getattr"), args=[of, ast.Constant(value=attribute), *_]) if (
            attribute == _PREFETCHED
        ):
            return row_at(machine, of)
    return None


def row_at(machine: Machine, node: ast.expr) -> Instance | None:
    """The row that a variable stands for, or one that is reached from it: `self.customer`."""
    match node:
        case ast.Name(id=name):
            found = machine.lookup(name)
        case ast.Attribute(value=of, attr=name) if (row := row_at(machine, of)) is not None:
            relation = machine.graph.relation(row.model, name)
            if relation is None or relation.arity is Arity.MANY:
                return None
            found = related_row(row, relation)
        case _:
            return None
    return found if isinstance(found, Instance) else None
