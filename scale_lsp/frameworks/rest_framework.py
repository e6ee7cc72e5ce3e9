"""Django REST framework: a list view or `many=True` visits all rows, and each field of the serializer reads something.

https://www.django-rest-framework.org/api-guide/relations/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scale_lsp.flow.attributes import attribute, member, to_string
from scale_lsp.flow.calls import call_function, find_member, find_method
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Function,
    Instance,
    Object,
    QuerySet,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.frameworks.declarations import MetaOption, literal_in, meta_option, names_in
from scale_lsp.frameworks.views import is_view, queryset_of
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Name, Shape, string
from scale_lsp.text.blocks import Block

_LISTS = (
    "rest_framework.generics.ListAPIView",
    "rest_framework.generics.ListCreateAPIView",
    "rest_framework.mixins.ListModelMixin",
    "rest_framework.viewsets.ModelViewSet",
    "rest_framework.viewsets.ReadOnlyModelViewSet",
)
_DEEPEST = 5


def is_serializer(info: ClassInfo) -> bool:
    return any(name.startswith("rest_framework.serializers") for name in info.outside)


def _owns(info: ClassInfo) -> bool:
    return is_view(info) or is_serializer(info)


def _visit_view(machine: Machine, info: ClassInfo) -> None:
    """`list()` of a view: the rows of its queryset through its serializer."""
    if not any(name in _LISTS for name in info.outside) or find_member(machine, info.symbol, "list") is not None:
        return
    view = Object(info.symbol)
    node = machine.frame.node
    if node is None:
        return
    serializers = _serializer_classes(machine, view, node)
    for queryset in alternatives(queryset_of(machine, view, node)):
        if isinstance(queryset, QuerySet):
            for symbol in serializers:
                _visit_rows(machine, symbol, queryset, node)


def _serializer_classes(machine: Machine, view: Object, node: ast.AST) -> list[Symbol]:
    method = find_method(machine, view.symbol, "get_serializer_class")
    if method is not None:
        found = call_function(machine, replace(method, bound=view), [], {}, node)
    else:
        found = member(machine, view.symbol, "serializer_class", view, node)
    return [one.symbol for one in alternatives(found) if isinstance(one, ClassRef)]


def _visit_rows(machine: Machine, symbol: Symbol, rows: Value, node: ast.AST) -> None:
    over = iterate(machine, rows, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small) as loop:
        item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
        _visit(machine, symbol, item, node, 0)


def _construct(
    machine: Machine, info: ClassInfo, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> None:
    """`OrderSerializer(orders, many=True)`: its data will be read."""
    if not is_serializer(info):
        return
    instance = args[0] if args else keywords.get("instance", UNKNOWN)
    if keywords.get("many") == Const(True):
        _visit_rows(machine, info.symbol, instance, node)
    else:
        _visit(machine, info.symbol, instance, node, 0)


def _get_serializer(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    if isinstance(node, ast.Call):
        for symbol in _serializer_classes(machine, of, node):
            _construct(machine, machine.graph.classes.info(symbol), node, args, keywords)
    return UNKNOWN


def _get_serializer_class(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    return member(machine, of.symbol, "serializer_class", of, node)


# fields


@dataclass(frozen=True, slots=True)
class SerializerField:
    """A field as declared; `call` is None for one that only `Meta.fields` names."""

    name: str
    path: str
    block: Block
    node: ast.AST
    call: Call | None


def _visit(machine: Machine, symbol: Symbol, row: Value, node: ast.AST, depth: int) -> None:
    """Everything that the representation of one row reads."""
    for instance in alternatives(row):
        if not isinstance(instance, Instance) or depth > _DEEPEST:
            continue
        of = Object(symbol)
        method = find_method(machine, symbol, "to_representation")
        if method is not None:
            call_function(machine, replace(method, bound=of), [instance], {}, node)
        for field in _fields(machine, symbol, instance):
            with machine.inside(field.path, field.block, f"{symbol.name}.{field.name}", field.node):
                _read(machine, of, field, instance, depth)


def _fields(machine: Machine, symbol: Symbol, row: Instance) -> Iterator[SerializerField]:
    declared = _declared(machine, symbol)
    meta = meta_option(machine, symbol, "fields")
    if meta is None:
        excluded = meta_option(machine, symbol, "exclude")
        yield from declared.values()
        if excluded is not None:
            yield from _all_columns(machine, excluded, row, declared, names_in(excluded.shape))
    elif string(meta.shape) == "__all__":
        yield from declared.values()
        yield from _all_columns(machine, meta, row, declared, ())
    else:
        for name in names_in(meta.shape):
            if name in declared:
                yield declared[name]
            else:
                yield SerializerField(name, meta.path, meta.block, literal_in(meta.expression, name), None)


def _all_columns(
    machine: Machine, meta: MetaOption, row: Instance, declared: Mapping[str, object], excluded: Sequence[str]
) -> Iterator[SerializerField]:
    """`fields = "__all__"`: of the relations only many-to-many fields cost a query."""
    model = machine.graph.model(row.model)
    for name, relation in model.forward.items() if model else ():
        if relation.arity is Arity.MANY and name not in declared and name not in excluded:
            yield SerializerField(name, meta.path, meta.block, meta.expression, None)


def _declared(machine: Machine, symbol: Symbol) -> dict[str, SerializerField]:
    found: dict[str, SerializerField] = {}
    for ancestor in reversed(machine.graph.classes.info(symbol).ancestors):
        summary = machine.graph.classes.summary(ancestor)
        where = definitions(machine.snapshot, ancestor.path)
        for name, shape in summary.attributes.items() if summary and where else ():
            placed = where.values.get(f"{ancestor.name}.{name}") if where else None
            if isinstance(shape, Call) and placed is not None:
                found[name] = SerializerField(name, ancestor.path, placed[0], placed[1], shape)
    return found


def _read(machine: Machine, of: Object, field: SerializerField, row: Instance, depth: int) -> None:
    node = field.node
    if field.call is None:
        _read_by_name(machine, field, row)
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
            _visit(machine, kind, value, node, depth + 1)
        elif kind == "StringRelatedField":
            to_string(machine, value, node)
        elif kind == "SlugRelatedField" and (slug := string(options.get("slug_field"))):
            _followed(machine, value, slug, node)
        return
    over = iterate(machine, value, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small) as loop:
        item = revisited(over.item, loop.token, machine.active - {loop.token})
        _use(machine, field, kind, options, item, False, depth)


def _followed(machine: Machine, value: Value, source: str, node: ast.AST) -> Value:
    """`source="customer.name"`: attribute by attribute; what can be called is called."""
    for name in source.split("."):
        value = join(*(attribute(machine, one, name, node) for one in alternatives(value)))
        if isinstance(value, Function):
            value = call_function(machine, value, [], {}, node, keep_origins=True)
    return value


def _read_by_name(machine: Machine, field: SerializerField, row: Instance) -> None:
    """A field that only `Meta.fields` names: a column, a key (its column), the keys of many rows, or a property."""
    relation = machine.graph.relation(row.model, field.name)
    if relation is None or not relation.forward or relation.arity is Arity.MANY:
        value = _followed(machine, row, field.name, field.node)
        if relation is not None and relation.arity is Arity.MANY:
            iterate(machine, value, field.node)


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


REST_FRAMEWORK = Framework(
    owns=_owns,
    visits=lambda machine, info: _visit_view(machine, info) if is_view(info) else None,
    methods={"get_serializer": _get_serializer, "get_serializer_class": _get_serializer_class},
    construct=_construct,
)
