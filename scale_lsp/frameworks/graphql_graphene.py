"""Graphene Django: a list of rows is shown through the fields and resolvers of its `DjangoObjectType`.

Clients choose the fields, so only what a type reads of its own rows counts, and only where neither an optimizer nor a
data loader is in sight: https://docs.graphene-python.org/projects/django/en/latest/queries/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scale_lsp.flow.attributes import attribute
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.querysets import manager
from scale_lsp.flow.values import UNKNOWN, ClassRef, Instance, QuerySet, Rows, Value, alternatives, revisited
from scale_lsp.frameworks.declarations import literal_in, meta_option, names_in
from scale_lsp.frameworks.graphql import loads_in_batches
from scale_lsp.frameworks.names import outside
from scale_lsp.frameworks.wrappers import keeps_result
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.derived import derived, of_modules
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Name, shape_of, string
from scale_lsp.index.summary import ModuleSummary
from scale_lsp.text.blocks import Block
from scale_lsp.text.records import replace

_MODEL_TYPES = frozenset({"graphene_django.DjangoObjectType", "graphene_django.types.DjangoObjectType"})
_TYPES = frozenset({"graphene.ObjectType", "graphene.types.ObjectType", "graphene.types.objecttype.ObjectType"})
_LISTS = frozenset({"List", "DjangoListField", "DjangoConnectionField", "DjangoFilterConnectionField"})


@dataclass(frozen=True, slots=True)
class GraphField:
    """A field that a class declares. `kinds` are the names of Graphene's classes around `type`, outermost first."""

    name: str
    owner: Symbol
    block: Block
    node: ast.expr
    kinds: tuple[str, ...]
    type: Symbol | None
    source: str | None

    @property
    def is_list(self) -> bool:
        return any(kind in _LISTS for kind in self.kinds)

    @property
    def asks_type(self) -> bool:
        """Whether the queryset goes through the `get_queryset()` of the type."""
        return self.kinds[0].startswith("Django")


def _answer(machine: Machine, function: ast.FunctionDef | ast.AsyncFunctionDef, value: Value) -> None:
    """The rows that `resolve_orders()` returns for the field `orders`."""
    owner = machine.frame.owner
    if owner is None or not function.name.startswith("resolve_") or not _is_plain(machine):
        return
    field = _field(machine, owner, function.name.removeprefix("resolve_"))
    if field is not None and field.is_list and all(keeps_result(machine, node) for node in function.decorator_list):
        for rows in alternatives(value):
            if isinstance(rows, QuerySet | Rows):
                _show_rows(machine, field, rows, _returned(function))


def _returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.expr:
    """The expression that hands the rows over."""
    return next(n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value is not None)


def _visit(machine: Machine, info: ClassInfo) -> None:
    """`orders = DjangoListField(OrderType)` in the query, without a resolver: all rows of the model."""
    if not _is_plain(machine) or info.symbol not in _project(machine).queries:
        return
    for field in _fields(machine, info.symbol):
        model = _model_of(machine.graph, field.type) if field.type else None
        if model is None or not field.asks_type or find_method(machine, info.symbol, f"resolve_{field.name}"):
            continue
        with machine.inside(field.owner.path, field.block, f"{field.owner.name}.{field.name}", field.node):
            rows = manager(machine, model, machine.graph.default_manager(model), field.node)
            _show_rows(machine, field, replace(rows, origin=replace(rows.origin, edited=False)), field.node)


# the project


@dataclass(frozen=True, slots=True)
class _Project:
    """`batched`: an optimizer or a data loader may be at work. `queries` are the classes at the root of a schema,
    `types` those that show the rows of a model."""

    batched: bool
    queries: frozenset[Symbol]
    types: Mapping[Symbol, tuple[Symbol, ...]]


def _is_plain(machine: Machine) -> bool:
    return not _project(machine).batched


def _project(machine: Machine) -> _Project:
    return derived(machine.snapshot, "graphene project", _look)


def _look(snapshot: Snapshot) -> _Project:
    types: dict[Symbol, tuple[Symbol, ...]] = {}
    for model, symbol in of_modules(snapshot, "graphene types", _model_types):
        types[model] = (*types.get(model, ()), symbol)
    queries = frozenset(of_modules(snapshot, "graphene queries", _queries))
    return _Project(loads_in_batches(snapshot), queries, types)


def _queries(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[Symbol]:
    """The class of queries of each schema, and its ancestors."""
    names = snapshot.graph.names
    for shape in module.assigns.values():
        if isinstance(shape, Call) and outside(names, path, shape.function) == "graphene.Schema":
            query = shape.argument(0, "query")
            found = names.resolve(path, query.dotted) if isinstance(query, Name) else None
            if found is not None and found.kind is Kind.CLASS:
                yield from snapshot.graph.classes.info(found).ancestors


def _model_types(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[tuple[Symbol, Symbol]]:
    """The types of models, behind their models."""
    graph = snapshot.graph
    for name in module.classes:
        symbol = Symbol(Kind.CLASS, path, name)
        model = _model_of(graph, symbol)
        if model is not None and graph.classes.info(symbol).derives_from(_MODEL_TYPES):
            yield model, symbol


def _model_of(graph: ModelGraph, symbol: Symbol) -> Symbol | None:
    """The model that `Meta.model` names."""
    for ancestor in graph.classes.info(symbol).ancestors:
        summary = graph.classes.summary(ancestor)
        meta = summary.nested.get("Meta") if summary else None
        shape = meta.attributes.get("model") if meta else None
        if isinstance(shape, Name):
            found = graph.names.resolve(ancestor.path, shape.dotted)
            return found if found in graph.models else None
    return None


# fields


def _fields(machine: Machine, symbol: Symbol) -> Iterator[GraphField]:
    summary = machine.graph.classes.summary(symbol)
    for name in summary.attributes if summary else ():
        field = _field(machine, symbol, name)
        if field is not None:
            yield field


def _field(machine: Machine, symbol: Symbol, name: str) -> GraphField | None:
    """A field by its name, of a class or the nearest of its ancestors."""
    owner = machine.graph.classes.owner_of(symbol, name)
    where = definitions(machine.snapshot, owner.path) if owner else None
    placed = where.values.get(f"{owner.name}.{name}") if where and owner else None
    if owner is None or placed is None:
        return None
    block, expression = placed
    machine.uses[block] = None
    kinds: list[str] = []
    node: ast.expr | None = expression
    while isinstance(node, ast.Call | ast.Lambda):
        if isinstance(node, ast.Lambda):
            node = node.body
            continue
        kind = outside(machine.graph.names, owner.path, shape_of(node.func))
        if not kind.startswith(("graphene.", "graphene_django.")):
            return None
        kinds.append(kind.rpartition(".")[2])
        node = node.args[0] if node.args else None
    options = dict(shape.keywords) if isinstance(shape := shape_of(expression), Call) else {}
    if not kinds or "resolver" in options:
        return None
    type_ = _class(machine, owner.path, node)
    return GraphField(name, owner, block, expression, tuple(kinds), type_, string(options.get("source")))


def _class(machine: Machine, path: str, node: ast.expr | None) -> Symbol | None:
    shape = shape_of(node)
    found = machine.graph.names.resolve(path, shape.dotted) if isinstance(shape, Name) else None
    if found is None or found.kind is not Kind.CLASS:
        return None
    return found if machine.graph.classes.info(found).derives_from(_MODEL_TYPES) else None


# rows


def _show_rows(machine: Machine, field: GraphField, rows: QuerySet | Rows, node: ast.expr) -> None:
    symbol = field.type
    model = _model_of(machine.graph, symbol) if symbol else None
    if symbol is None or model is None:
        return
    own = find_method(machine, symbol, "get_queryset")
    if own is not None and field.asks_type and isinstance(rows, QuerySet):
        found = call_function(
            machine, replace(own, bound=ClassRef(symbol)), [rows, UNKNOWN], {}, node, keep_origins=True
        )
        if not isinstance(found, QuerySet):
            return
        rows = found
    over = iterate(machine, rows, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
        for row in alternatives(item):
            if isinstance(row, Instance) and row.model == model:
                _show_row(machine, symbol, row, node)


def _show_row(machine: Machine, symbol: Symbol, row: Instance, node: ast.expr) -> None:
    declared = {f.name: f for a in machine.graph.classes.info(symbol).ancestors for f in _fields(machine, a)}
    for field in declared.values():
        words = f"{symbol.name}.{field.name}"
        with machine.inside(field.owner.path, field.block, words, field.node, node, shared=True):
            if not _resolve(machine, symbol, field.name, row, field.node):
                _read(machine, field, row)
    meta = meta_option(machine, symbol, "fields")
    for name in names_in(meta.shape) if meta else ():
        if name not in declared and meta is not None:
            place = literal_in(meta.expression, name)
            with machine.inside(meta.path, meta.block, f"{symbol.name}.{name}", place, node, shared=True):
                if not _resolve(machine, symbol, name, row, place):
                    _read_column(machine, name, row, place)


def _resolve(machine: Machine, symbol: Symbol, name: str, row: Instance, node: ast.AST) -> bool:
    """Run the resolver of a field, if it has one: at run time its `self` is the row."""
    resolver = find_method(machine, symbol, f"resolve_{name}")
    if resolver is None:
        return False
    value = call_function(machine, resolver, [row, UNKNOWN], {}, node, keep_origins=True)
    for one in alternatives(value):
        if isinstance(one, QuerySet):
            iterate(machine, one, node)
    return True


def _read(machine: Machine, field: GraphField, row: Instance) -> None:
    """A declared field without a resolver: an attribute of the row; a related row where it is shown as a type."""
    key = field.source or field.name
    relation = machine.graph.relation(row.model, key)
    if relation is None or (relation.arity is Arity.ONE and field.type is not None and not field.is_list):
        attribute(machine, row, key, field.node)


def _read_column(machine: Machine, name: str, row: Instance, node: ast.AST) -> None:
    """A relation that `Meta.fields` names: its rows are shown if their model has a type.

    A type with a `get_queryset()` asks for its rows by itself, whatever is loaded.
    """
    relation = machine.graph.relation(row.model, name)
    types = _project(machine).types.get(relation.target, ()) if relation is not None and relation.target else ()
    if relation is None or len(types) != 1 or find_method(machine, types[0], "get_queryset") is not None:
        return
    if relation.arity is Arity.ONE:
        attribute(machine, row, name, node)
    elif not any(meta_option(machine, types[0], o) for o in ("interfaces", "connection", "connection_class")):
        iterate(machine, attribute(machine, row, name, node), node)


GRAPHQL_GRAPHENE = Framework(
    owns=lambda info: info.derives_from(_TYPES),
    visits=_visit,
    returned=_answer,
)
