"""Schemas of Django Ninja: each field reads an attribute of the row, by its alias, its resolver or its name.

https://django-ninja.dev/guides/response/ and https://django-ninja.dev/guides/response/django-pydantic/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Dict, Instance, Object, QuerySet, Value, alternatives, join, revisited
from scale_lsp.frameworks.annotations import Annotation, Items, Made, annotation
from scale_lsp.frameworks.declarations import literal_in, meta_option, names_in
from scale_lsp.frameworks.names import followed, many_to_many
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Name, Shape, shape_of, string
from scale_lsp.index.shape import Sequence as Shapes
from scale_lsp.text.blocks import Block
from scale_lsp.text.records import replace

_MODEL_SCHEMAS = frozenset({"ninja.ModelSchema", "ninja.orm.ModelSchema", "ninja.orm.metaclass.ModelSchema"})
_SCHEMAS = _MODEL_SCHEMAS | {"ninja.Schema", "ninja.schema.Schema"}
_CREATE = frozenset({"ninja.orm.create_schema", "ninja.orm.factory.create_schema"})
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class SchemaField:
    """`key` is the attribute that is read; `type` what it is read as; None where it is read and nothing more."""

    name: str
    key: str
    path: str
    block: Block
    node: ast.AST
    type: ast.expr | None = None


def is_schema(info: ClassInfo) -> bool:
    return info.derives_from(_SCHEMAS)


def show(machine: Machine, schema: ast.expr, value: Value, node: ast.AST) -> None:
    """A value through the annotation of a response; `JSONL[…]` and `SSE[…]` send rows one by one."""
    match schema:
        case ast.Subscript(value=ast.Name(id="JSONL" | "SSE"), slice=item):
            type_: Annotation = Items(annotation(machine, item))
        case _:
            type_ = annotation(machine, schema)
    _show(machine, type_, value, node, ())


def show_as(machine: Machine, symbol: Symbol, value: Value, node: ast.AST) -> None:
    """A value through a schema."""
    _show(machine, symbol, value, node, ())


def _show(machine: Machine, type_: Annotation, value: Value, node: ast.AST, above: tuple[Symbol, ...]) -> None:
    """`above` are the schemas that this one is nested in."""
    if isinstance(type_, Items):
        over = iterate(machine, value, node)
        with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
            item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
            _show(machine, type_.of, item, node, above)
        return
    for one in alternatives(value):
        if isinstance(one, QuerySet):
            iterate(machine, one, node)
        elif isinstance(type_, Made):
            if isinstance(one, Instance):
                _show_made(machine, type_, one)
        elif type_ is not None and isinstance(one, Instance | Dict | Object):
            info = machine.graph.classes.info(type_)
            if is_schema(info) and type_ not in above and len(above) < _DEEPEST:
                _show_row(machine, info, one, node, (*above, type_))


def _show_row(
    machine: Machine, info: ClassInfo, row: Instance | Dict | Object, node: ast.AST, above: tuple[Symbol, ...]
) -> None:
    """Every field of a schema reads its attribute."""
    checked = _validated(machine, info)
    if "*" in checked:
        return
    for field in _fields(machine, info, row):
        name = f"{info.symbol.name}.{field.name}"
        with machine.inside(field.path, field.block, name, field.node, node, shared=True):
            value = _got(machine, info.symbol, field, row)
            known = field.type is not None and field.name not in checked
            type_ = annotation(machine, field.type) if known and field.type is not None else None
            _show(machine, type_, value, field.node, above)


def _got(machine: Machine, symbol: Symbol, field: SchemaField, row: Value) -> Value:
    """The attribute of a row, as a schema gets it: from a resolver, or by its name."""
    resolver = find_method(machine, symbol, f"resolve_{field.key}")
    if resolver is not None:
        return call_function(machine, resolver, [row], {}, field.node, keep_origins=True)
    return _unedited(machine, followed(machine, row, field.key, field.node), field.node)


def _unedited(machine: Machine, value: Value, node: ast.AST) -> Value:
    """Rows that a name alone stands for: there is no queryset expression to change."""
    here = machine.site(node)
    return join(
        *(
            replace(one, origin=replace(one.origin, edited=False))
            if isinstance(one, QuerySet) and one.origin.site == here
            else one
            for one in alternatives(value)
        )
    )


def _validated(machine: Machine, info: ClassInfo) -> frozenset[str]:
    """The fields whose values a validator of the class may replace before they are read; `*` for all of them."""
    found: set[str] = set()
    for ancestor in info.ancestors:
        summary = machine.graph.classes.summary(ancestor)
        for decorators in summary.methods.values() if summary else ():
            for decorator in decorators:
                if isinstance(decorator, Call) and isinstance(decorator.function, Name) and _is_early(decorator):
                    kind = decorator.function.dotted.rpartition(".")[2]
                    if kind in ("model_validator", "root_validator"):
                        found.add("*")
                    elif kind in ("field_validator", "validator"):
                        found |= {name for argument in decorator.arguments if (name := string(argument))}
    return frozenset(found)


def _is_early(decorator: Call) -> bool:
    options = dict(decorator.keywords)
    return string(options.get("mode")) in ("before", "wrap", "plain") or options.get("pre") == Literal(True)


# the fields of a class


def _fields(machine: Machine, info: ClassInfo, row: Value) -> Iterator[SchemaField]:
    """The fields by name: those of parents first, each replaced by what a class further down declares."""
    found: dict[str, SchemaField] = {}
    for ancestor in reversed(info.ancestors):
        if isinstance(row, Instance):
            found |= {field.name: field for field in _of_meta(machine, ancestor, row.model)}
        found |= {field.name: field for field in _of_body(machine, ancestor)}
    yield from found.values()


def _of_body(machine: Machine, symbol: Symbol) -> Iterator[SchemaField]:
    where = definitions(machine.snapshot, symbol.path)
    definition = where.classes.get(symbol.name) if where else None
    for block, member in definition.members if definition else ():
        match member:
            case ast.AnnAssign(target=ast.Name(id=name) as target) if _is_field(name, member.annotation):
                key = _alias(member) or name
                yield SchemaField(name, key, symbol.path, block, target, member.annotation)


def _is_field(name: str, type_: ast.expr) -> bool:
    of = shape_of(type_)
    class_variable = isinstance(of, Name) and of.dotted.rpartition(".")[2] == "ClassVar"
    return not name.startswith("_") and name != "model_config" and not class_variable


def _alias(node: ast.AnnAssign) -> str | None:
    """`Field(alias="customer.name")`, as a value or inside of `Annotated`."""
    for call in (node.value, *(n for n in ast.walk(node.annotation) if isinstance(n, ast.Call))):
        shape = shape_of(call) if isinstance(call, ast.Call) else None
        if isinstance(shape, Call) and isinstance(shape.function, Name) and shape.function.dotted.endswith("Field"):
            options = dict(shape.keywords)
            return string(options.get("validation_alias")) or string(options.get("alias"))
    return None


def _of_meta(machine: Machine, symbol: Symbol, model: Symbol) -> Iterator[SchemaField]:
    """The fields of a `ModelSchema` that its `Meta` names."""
    summary = machine.graph.classes.summary(symbol)
    bases = (t for base in summary.bases for t in machine.graph.classes.targets(symbol.path, base)) if summary else ()
    if not any(t.kind is Kind.EXTERNAL and t.name in _MODEL_SCHEMAS for t in bases):
        return
    fields, excluded = meta_option(machine, symbol, "fields"), meta_option(machine, symbol, "exclude")
    place = fields or excluded
    if place is None:
        return
    shown = _selected(machine, model, fields.shape if fields else None, excluded.shape if excluded else None)
    for name in shown:
        key = _column(machine, model, name)
        yield SchemaField(name, key, place.path, place.block, literal_in(place.expression, name))


def _selected(machine: Machine, model: Symbol, fields: Shape | None, excluded: Shape | None) -> list[str]:
    if isinstance(fields, Shapes):
        return names_in(fields)
    if fields is not None and string(fields) != "__all__":
        return []
    without = names_in(excluded) if excluded is not None else []
    found = machine.graph.model(model)
    every = dict.fromkeys([*(found.fields if found else ()), *many_to_many(machine, model)])
    return [name for name in every if name not in without]


def _column(machine: Machine, model: Symbol, name: str) -> str:
    """A foreign key is shown by its column, which costs nothing."""
    relation = machine.graph.relation(model, name)
    return f"{name}_id" if relation is not None and relation.selectable else name


# schemas that are made of models


def _show_made(machine: Machine, made: Made, row: Instance) -> None:
    """`create_schema(Order, depth=1, fields=[…])`: with depth, related rows are shown and not their keys."""
    shape = shape_of(made.call)
    function = shape.function if isinstance(shape, Call) else None
    found = machine.graph.names.resolve(made.path, function.dotted) if isinstance(function, Name) else None
    if not isinstance(shape, Call) or found is None or found.name not in _CREATE:
        return
    options = dict(shape.keywords)
    depth = options.get("depth", Literal(0))
    if not isinstance(depth, Literal) or not isinstance(depth.value, int):
        return
    fields, excluded = options.get("fields"), options.get("exclude")
    names = _selected(machine, row.model, None if fields == Literal(None) else fields, excluded)
    with machine.inside(made.path, made.block, "create_schema", made.call):
        _show_model(machine, row, names, min(depth.value, _DEEPEST), made.call)


def _show_model(machine: Machine, row: Value, names: list[str] | None, depth: int, node: ast.Call) -> None:
    for one in alternatives(row):
        if not isinstance(one, Instance):
            continue
        for name in _selected(machine, one.model, None, None) if names is None else names:
            relation = machine.graph.relation(one.model, name)
            if relation is None or (relation.selectable and not depth):
                continue
            value = _unedited(machine, followed(machine, one, name, literal_in(node, name)), literal_in(node, name))
            if relation.arity is Arity.ONE:
                _show_model(machine, value, None, depth - 1, node)
                continue
            over = iterate(machine, value, node)
            with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
                if depth:
                    item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
                    _show_model(machine, item, None, depth - 1, node)
