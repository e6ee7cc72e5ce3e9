"""Serializers of Django REST framework: what the representation of one row reads.

https://www.django-rest-framework.org/api-guide/relations/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import zip_longest

from scale_lsp.flow.attributes import attribute, to_string
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.keys import ahead
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import called
from scale_lsp.flow.values import (
    Instance,
    Object,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.frameworks.declarations import MetaOption, literal_in, meta_option, names_of
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Name, Shape, string
from scale_lsp.text.blocks import Block
from scale_lsp.text.records import replace

_DEEPEST = 5


def is_serializer(info: ClassInfo) -> bool:
    return any(name.startswith("rest_framework.serializers") for name in info.outside)


def visit_rows(machine: Machine, symbol: Symbol, rows: Value, node: ast.AST) -> None:
    """Each of the rows through a serializer; `node` in the frame where control is hands them over."""
    over = iterate(machine, rows, node)
    frame = machine.frame
    with (
        machine.inside(frame.path, frame.block, frame.name, node),
        machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop,
    ):
        item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
        visit(machine, symbol, item, node, 0)


@dataclass(frozen=True, slots=True)
class SerializerField:
    """A field as declared; `call` is None for one that only `Meta.fields` names.

    `nesting` is `Meta.depth`: through so many relations whole rows are shown instead of their keys.
    """

    name: str
    path: str
    block: Block
    node: ast.AST
    call: Call | None
    nesting: int = 0


def visit(machine: Machine, symbol: Symbol, row: Value, node: ast.AST, depth: int) -> None:
    """Everything that the representation of one row reads."""
    for instance in alternatives(row):
        if not isinstance(instance, Instance) or depth > _DEEPEST:
            continue
        of = Object(symbol)
        method = find_method(machine, symbol, "to_representation")
        if method is not None:
            call_function(machine, replace(method, bound=of), [instance], {}, node)
        for field in _fields(machine, symbol, instance):
            with machine.inside(field.path, field.block, f"{symbol.name}.{field.name}", field.node, shared=True):
                _read(machine, of, field, instance, depth)


def _fields(machine: Machine, symbol: Symbol, row: Instance) -> Iterator[SerializerField]:
    declared = _declared(machine, symbol)
    meta = meta_option(machine, symbol, "fields")
    nesting = _nesting(machine, symbol)
    if meta is None:
        excluded = meta_option(machine, symbol, "exclude")
        yield from declared.values()
        if excluded is not None:
            without = {*declared, *names_of(machine, excluded)}
            yield from _all_columns(machine, excluded, row, without, nesting)
    elif string(meta.shape) == "__all__":
        yield from declared.values()
        yield from _all_columns(machine, meta, row, {*declared}, nesting)
    else:
        for name in names_of(machine, meta):
            if name in declared:
                yield declared[name]
            else:
                place = literal_in(meta.expression, name)
                yield SerializerField(name, meta.path, meta.block, place, None, nesting)


def _all_columns(
    machine: Machine, meta: MetaOption, row: Instance, without: set[str], nesting: int
) -> Iterator[SerializerField]:
    """`fields = "__all__"`: of the relations only many-to-many fields cost a query, and with `depth` all."""
    model = machine.graph.model(row.model)
    for name, relation in model.forward.items() if model else ():
        if (nesting or relation.arity is Arity.MANY) and name not in without:
            yield SerializerField(name, meta.path, meta.block, meta.expression, None, nesting)


def _nesting(machine: Machine, symbol: Symbol) -> int:
    """https://www.django-rest-framework.org/api-guide/serializers/#specifying-nested-serialization"""
    meta = meta_option(machine, symbol, "depth")
    depth = meta.shape.value if meta is not None and isinstance(meta.shape, Literal) else 0
    return depth if isinstance(depth, int) else 0


def _declared(machine: Machine, symbol: Symbol) -> dict[str, SerializerField]:
    found: dict[str, SerializerField] = {}
    for ancestor in reversed(machine.graph.classes.info(symbol).ancestors):
        summary = machine.graph.classes.summary(ancestor)
        where = definitions(machine.snapshot, ancestor.path)
        for name, shape in summary.attributes.items() if summary and where else ():
            placed = where.values.get(f"{ancestor.name}.{name}") if where else None
            if isinstance(shape, Call) and placed is not None:
                found[name] = SerializerField(name, ancestor.path, placed[0], placed[1], shape)
            else:  # `customer = None` takes back what a parent declares
                found.pop(name, None)
    return found


def _read(machine: Machine, of: Object, field: SerializerField, row: Instance, depth: int) -> None:
    node = field.node
    if field.call is None:
        _read_by_name(machine, field.name, row, field.node, field.nesting)
        return
    options = dict(field.call.keywords)
    if options.get("write_only") == Literal(True):
        return
    kind = _class_of_field(machine, field)
    if kind == "SerializerMethodField":
        name = (
            string(options.get("method_name")) or string(field.call.argument(0, "method_name")) or f"get_{field.name}"
        )
        method = find_method(machine, of.symbol, name)
        if method is not None:
            call_function(machine, replace(method, bound=of), [row], {}, node)
        return
    source = string(options.get("source")) or field.name
    many = options.get("many") == Literal(True)
    if kind in ("PrimaryKeyRelatedField", "HyperlinkedRelatedField") and not many:
        source = source.rpartition(".")[0]  # the last step is the column
        if not source:
            return
    value = row if source == "*" else _followed(machine, row, source, node)
    _use(machine, field, kind, options, value, many, depth)


def _use(
    machine: Machine,
    field: SerializerField,
    kind: str | Symbol,
    options: Mapping[str, Shape],
    value: Value,
    many: bool,
    depth: int,
) -> None:
    node = field.node
    if not many:
        if isinstance(kind, Symbol):
            visit(machine, kind, value, node, depth + 1)
        elif kind == "StringRelatedField":
            to_string(machine, value, node)
        elif kind == "SlugRelatedField" and (slug := string(options.get("slug_field"))):
            _followed(machine, value, slug, node)
        return
    over = iterate(machine, value, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        item = revisited(over.item, loop.token, machine.active - {loop.token})
        _use(machine, field, kind, options, item, False, depth)


def _followed(machine: Machine, value: Value, source: str, node: ast.AST) -> Value:
    """`source="customer.name"`: attribute by attribute; what can be called is called."""
    steps = source.split(".")
    for name, following in zip_longest(steps, steps[1:]):
        with ahead(machine, node, following, node, name) if following else nullcontext():
            value = join(*(called(machine, attribute(machine, one, name, node), node) for one in alternatives(value)))
    return value


def _read_by_name(machine: Machine, name: str, row: Instance, node: ast.AST, nesting: int) -> None:
    """A field that only `Meta.fields` names: a column, a key (its column), the keys of many rows, or a property."""
    relation = machine.graph.relation(row.model, name)
    if relation is not None and relation.arity is Arity.MANY:
        over = iterate(machine, _followed(machine, row, name, node), node)
        with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
            item = revisited(over.item, loop.token, machine.active - {loop.token})
            _nested(machine, item, node, nesting if relation.forward else 0)
    elif relation is None or not relation.forward:
        _followed(machine, row, name, node)
    elif nesting:
        _nested(machine, _followed(machine, row, name, node), node, nesting)


def _nested(machine: Machine, value: Value, node: ast.AST, nesting: int) -> None:
    """A related row that `depth` shows with all its columns."""
    for row in alternatives(value) if nesting else ():
        if isinstance(row, Instance) and (model := machine.graph.model(row.model)):
            for name in model.forward:
                _read_by_name(machine, name, row, node, nesting - 1)


def _class_of_field(machine: Machine, field: SerializerField) -> str | Symbol:
    """The project serializer a field nests, or the name of REST framework's field class."""
    function = field.call.function if field.call else None
    if not isinstance(function, Name):
        return ""
    found = machine.graph.names.resolve(field.path, function.dotted)
    if found is None:
        return ""
    if found.kind is Kind.CLASS:
        info = machine.graph.classes.info(found)
        if is_serializer(info) and not _is_field(info):
            return found
        return next((name.rpartition(".")[2] for name in info.outside), "")
    return found.name.rpartition(".")[2]


def _is_field(info: ClassInfo) -> bool:
    return any(name.rpartition(".")[2].endswith("Field") for name in info.outside)
