"""Strawberry Django: a list of rows is shown through the fields and resolvers of its GraphQL type.

Clients choose the fields, so only what a type reads of its own rows counts, and only where neither the optimizer nor a
data loader is in sight: https://strawberry.rocks/docs/django/guide/optimizer
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.calls import call_function, find_method, function_of
from scale_lsp.flow.decorated import decorators
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import ClassRef, Instance, QuerySet, Rows, Value, alternatives, revisited
from scale_lsp.frameworks.annotations import Items, annotation
from scale_lsp.frameworks.graphql import loads_in_batches
from scale_lsp.frameworks.names import followed, outside
from scale_lsp.frameworks.wrappers import keeps_result
from scale_lsp.index.derived import derived, of_modules
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Kind, Names, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Name, Sequence, shape_of, string
from scale_lsp.index.summary import ModuleSummary
from scale_lsp.text.records import replace

_TYPES = frozenset({"strawberry_django.type", "strawberry_django.type.type", "strawberry.django.type"})
_FIELDS = frozenset(
    {
        f"{package}.{kind}"
        for package in ("strawberry", "strawberry_django", "strawberry.django")
        for kind in ("field", "mutation", "connection", "offset_paginated")
    }
)
_SCHEMAS = frozenset({"strawberry.Schema", "strawberry.schema.Schema", "strawberry.federation.Schema"})


def _answer(machine: Machine, function: ast.FunctionDef | ast.AsyncFunctionDef, value: Value) -> None:
    """The rows that a resolver returns, through the type of its annotation."""
    if function.returns is None or not _is_resolver(machine, function) or not _is_plain(machine):
        return
    type_ = annotation(machine, function.returns)
    if isinstance(type_, Items) and isinstance(type_.of, Symbol):
        for rows in alternatives(value):
            if isinstance(rows, QuerySet | Rows):
                _show_rows(machine, type_.of, rows, function.returns)


def _is_resolver(machine: Machine, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function gives a field its value, unchanged by its other decorators."""
    frame = machine.frame
    others = [node for node in function.decorator_list if not _makes_field(machine, node)]
    if not all(keeps_result(machine, node) for node in others):
        return False
    if len(others) < len(function.decorator_list):
        return True
    return Symbol(Kind.FUNCTION, frame.path, frame.name) in _project(machine).resolvers


def _makes_field(machine: Machine, decorator: ast.expr) -> bool:
    shape = shape_of(decorator)
    function = shape.function if isinstance(shape, Call) else shape
    return outside(machine.graph.names, machine.frame.path, function) in _FIELDS


# the project


@dataclass(frozen=True, slots=True)
class _Project:
    """`optimized`: an optimizer or a data loader may be at work. `resolvers` are functions that fields are given."""

    optimized: bool
    resolvers: frozenset[Symbol]


def _is_plain(machine: Machine) -> bool:
    return not _project(machine).optimized


def _project(machine: Machine) -> _Project:
    return derived(machine.snapshot, "strawberry project", _look)


def _look(snapshot: Snapshot) -> _Project:
    if loads_in_batches(snapshot):
        return _Project(True, frozenset())
    schemas = list(of_modules(snapshot, "strawberry schemas", _schemas))
    resolvers = frozenset(of_modules(snapshot, "strawberry resolvers", _resolvers))
    return _Project(not schemas or not all(schemas), resolvers)


def _schemas(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[bool]:
    """The schemas of a file: whether each has plain extensions."""
    names = snapshot.graph.names
    for shape in (*module.assigns.values(), *module.calls):
        if isinstance(shape, Call) and outside(names, path, shape.function) in _SCHEMAS:
            yield _has_plain_extensions(names, path, shape)


def _resolvers(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[Symbol]:
    names = snapshot.graph.names
    for summary in module.classes.values():
        for shape in summary.attributes.values():
            if isinstance(shape, Call) and outside(names, path, shape.function) in _FIELDS:
                given = shape.argument(0, "resolver")
                found = names.resolve(path, given.dotted) if isinstance(given, Name) else None
                if found is not None and found.kind is Kind.FUNCTION:
                    yield found


def _has_plain_extensions(names: Names, path: str, schema: Call) -> bool:
    """Whether a schema has no extensions but those that come with Strawberry itself."""
    given = dict(schema.keywords).get("extensions", Sequence(()))
    items = given.items if isinstance(given, Sequence) else (given,)
    functions = (item.function if isinstance(item, Call) else item for item in items)
    return all(outside(names, path, function).startswith("strawberry.extensions.") for function in functions)


# rows and types


def _model_of(machine: Machine, symbol: Symbol) -> Symbol | None:
    """The model of `@strawberry_django.type(Order)`."""
    summary = machine.graph.classes.summary(symbol)
    for decorator in summary.decorators if summary else ():
        if isinstance(decorator, Call) and outside(machine.graph.names, symbol.path, decorator.function) in _TYPES:
            model = decorator.argument(0, "model")
            return machine.graph.names.resolve(symbol.path, model.dotted) if isinstance(model, Name) else None
    return None


def _show_rows(machine: Machine, symbol: Symbol, rows: QuerySet | Rows, node: ast.expr) -> None:
    model = _model_of(machine, symbol)
    own = find_method(machine, symbol, "get_queryset")
    if own is not None and isinstance(rows, QuerySet):
        found = call_function(machine, replace(own, bound=ClassRef(symbol)), [rows], {}, node, keep_origins=True)
        changed = [one for one in alternatives(found) if isinstance(one, QuerySet)]
        if len(changed) != 1:
            return
        rows = changed[0]
    over = iterate(machine, rows, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
        for row in alternatives(item):
            if isinstance(row, Instance) and row.model == model:
                _show_row(machine, symbol, row, node)


def _show_row(machine: Machine, symbol: Symbol, row: Instance, node: ast.expr) -> None:
    for ancestor in machine.graph.classes.info(symbol).ancestors:
        where = definitions(machine.snapshot, ancestor.path)
        definition = where.classes.get(ancestor.name) if where else None
        for block, member in definition.members if definition else ():
            match member:
                case ast.AnnAssign(target=ast.Name(id=name) as target):
                    with machine.inside(ancestor.path, block, f"{symbol.name}.{name}", target, node, shared=True):
                        _read(machine, name, member, target, row)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if member.decorator_list:
                    place = member.decorator_list[0]
                    with machine.inside(ancestor.path, block, f"{symbol.name}.{name}", place, node, shared=True):
                        _resolve(machine, ancestor, name, row, place)


def _resolve(machine: Machine, owner: Symbol, name: str, row: Instance, place: ast.expr) -> None:
    """A method that is a field: at run time its `self` is the row."""
    function = function_of(machine, owner.path, f"{owner.name}.{name}", owner)
    if function is not None and decorators(machine, function) & _FIELDS:
        call_function(machine, function, [row], {}, place, keep_origins=True)


def _read(machine: Machine, name: str, member: ast.AnnAssign, target: ast.Name, row: Instance) -> None:
    """A field without a resolver: an attribute of the row.

    A related row counts where it is shown as a type. Related lists do not: without the optimizer they are asked for
    again even where they are prefetched.
    """
    key = _key(machine, name, member.value)
    relation = machine.graph.relation(row.model, key) if key else None
    if relation is not None:
        shown = annotation(machine, member.annotation)
        if relation.arity is Arity.MANY or not isinstance(shown, Symbol) or _model_of(machine, shown) is None:
            return
    if key is not None:
        followed(machine, row, key.replace("__", "."), target)


def _key(machine: Machine, name: str, value: ast.expr | None) -> str | None:
    """The attribute of the row, or None where a resolver gives the value."""
    if value is None:
        return name
    shape = shape_of(value)
    if not isinstance(shape, Call) or outside(machine.graph.names, machine.frame.path, shape.function) not in _FIELDS:
        return None
    options = dict(shape.keywords)
    if shape.arguments or options.get("resolver") is not None:
        return None
    return string(options.get("field_name")) or name


GRAPHQL_STRAWBERRY = Framework(returned=_answer)
