"""django-import-export: an export visits all rows of a queryset and reads the fields of its resource.

https://django-import-export.readthedocs.io/en/stable/advanced_usage.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scale_lsp.flow.apply import apply
from scale_lsp.flow.attributes import member, to_string
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.expressions import evaluate
from scale_lsp.flow.iteration import iterate, visited
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.querysets import initial
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Hook,
    Instance,
    Object,
    Origin,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
)
from scale_lsp.frameworks.admin import change_list_rows
from scale_lsp.frameworks.declarations import declared, declared_names, literal_in, meta_model, meta_option, names_of
from scale_lsp.frameworks.paths import followed
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Symbol
from scale_lsp.text.blocks import Block
from scale_lsp.text.records import replace

_RESOURCES = frozenset({"import_export.resources.ModelResource", "import_export.resources.Resource"})
_FIELDS = frozenset({"import_export.fields.Field", "import_export.Field"})
_WIDGETS = ("ForeignKeyWidget", "ManyToManyWidget")


def _owns(info: ClassInfo) -> bool:
    return info.derives_from(_RESOURCES)


def _is_admin(info: ClassInfo) -> bool:
    return any(name.startswith("import_export.admin.") and "Export" in name for name in info.outside)


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a resource and the place that names it; `call` is None for one that only `Meta` names."""

    name: str
    path: str
    block: Block
    node: ast.expr
    call: ast.Call | None = None

    def option(self, name: str) -> ast.expr | None:
        return next((k.value for k in self.call.keywords if k.arg == name), None) if self.call else None


def _columns(machine: Machine, resource: Symbol, model: Symbol) -> Iterator[Column]:
    fields = meta_option(machine, resource, "fields")
    names = names_of(machine, fields) if fields else None
    for one in declared(machine, resource):
        if one.info.derives_from(_FIELDS) and isinstance(one.node, ast.Call):
            column = Column(one.name, one.owner.path, one.block, one.node, one.node)
            if names is None or one.name in names or _text(column.option("column_name")) in names:
                yield column
    place = fields or meta_option(machine, resource, "model")
    if place is None:
        return
    excluded = meta_option(machine, resource, "exclude")
    mine = {*declared_names(machine, resource), *(names_of(machine, excluded) if excluded else ())}
    for name in machine.graph.models[model].forward if names is None else names:
        if name not in mine:
            node = literal_in(place.expression, name)
            yield Column(name, place.path, place.block, node if isinstance(node, ast.expr) else place.expression)


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


# visiting rows


def _visit_rows(machine: Machine, resource: Symbol, rows: Value, node: ast.AST) -> None:
    with visited(machine, rows, node) as row:
        for instance in alternatives(row):
            if isinstance(instance, Instance):
                for column in _columns(machine, resource, instance.model):
                    with machine.inside(column.path, column.block, f"{resource.name}.{column.name}", column.node):
                        _export(machine, Object(resource), column, instance)


def _export(machine: Machine, resource: Object, column: Column, row: Instance) -> None:
    given = column.option("dehydrate_method")
    if given is not None and not _text(given):
        apply(machine, evaluate(machine, given), [row], column.node)
        return
    method = find_method(machine, resource.symbol, _text(given) or f"dehydrate_{column.name}")
    if method is not None:
        call_function(machine, replace(method, bound=resource), [row], {}, column.node)
    elif column.call is None:
        _export_by_name(machine, column, row)
    elif attribute := _text(column.option("attribute")):
        _show(machine, column, followed(machine, row, attribute, column.node))


def _export_by_name(machine: Machine, column: Column, row: Instance) -> None:
    """A key is exported by its column; a path is followed, and the keys of many rows are asked for."""
    relation = machine.graph.relation(row.model, column.name)
    if relation is None and "__" in column.name:
        _show(machine, column, followed(machine, row, column.name, column.node))
    elif relation is not None and relation.forward and relation.arity is Arity.MANY:
        iterate(machine, followed(machine, row, column.name, column.node), column.node)


def _show(machine: Machine, column: Column, value: Value) -> None:
    """What the widget makes of a value: `str()` by default."""
    widget = column.option("widget")
    name, shown = _widget(machine, widget)
    if name == "ManyToManyWidget":
        with visited(machine, value, column.node) as item:
            followed(machine, item, shown, column.node)
    elif name == "ForeignKeyWidget":
        followed(machine, value, shown, column.node)
    elif widget is None:
        to_string(machine, value, column.node)


def _widget(machine: Machine, node: ast.expr | None) -> tuple[str, str]:
    """The widget's class, and the field of the related row that it shows."""
    if not isinstance(node, ast.Call):
        return "", ""
    with machine.silently():
        called = getattr(evaluate(machine, node.func), "name", "")
    name = called.rpartition(".")[2] if isinstance(called, str) and called.startswith("import_export.widgets.") else ""
    if name not in _WIDGETS:
        return "", ""
    position = 1 if name == "ForeignKeyWidget" else 2
    given = next((k.value for k in node.keywords if k.arg == "field"), None)
    return name, _text(given or (node.args[position] if len(node.args) > position else None)) or "pk"


# who exports


def _call_export(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`resource.export(queryset)`; without one, the rows of `get_queryset()`."""
    rows = args[0] if args else keywords.get("queryset", Const(None))
    if rows == Const(None):
        rows = _queryset(machine, of)
    _visit_rows(machine, of.symbol, rows, node)
    return UNKNOWN


def _queryset(machine: Machine, of: Object) -> Value:
    """The rows that a resource exports by itself: `get_queryset()`, or all rows of the model."""
    where = definitions(machine.snapshot, of.symbol.path)
    found = where.classes.get(of.symbol.name) if where else None
    if found is None:
        return UNKNOWN
    with machine.inside(of.symbol.path, found.block, of.symbol.name, found.node):
        method = find_method(machine, of.symbol, "get_queryset")
        if method is not None:
            return call_function(machine, replace(method, bound=of), [], {}, found.node, keep_origins=True)
        return _base(machine, of, found.node, (), {})


def _base(machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`ModelResource.get_queryset()`: all rows of the model."""
    model = meta_model(machine, of.symbol)
    if model is None:
        return UNKNOWN
    manager = machine.graph.default_manager(model)
    origin = Origin(machine.site(node), model, edited=isinstance(node, ast.Call), hook=Hook.GET_QUERYSET)
    return initial(machine, origin, manager)


def _visit(machine: Machine, info: ClassInfo) -> None:
    """A resource with rows of its own exports them."""
    if machine.frame.node is not None and find_method(machine, info.symbol, "get_queryset") is not None:
        _visit_rows(machine, info.symbol, _queryset(machine, Object(info.symbol)), machine.frame.node)


def _visit_admin(machine: Machine, info: ClassInfo) -> None:
    """The export page of an admin class: the rows of its change list through its resource."""
    node, admin = machine.frame.node, Object(info.symbol)
    if node is None:
        return
    method = find_method(machine, info.symbol, "get_export_queryset")
    for symbol in _resources(machine, admin, node):
        if method is not None:
            rows = call_function(machine, replace(method, bound=admin), [UNKNOWN], {}, node, keep_origins=True)
        else:
            rows = join(*change_list_rows(machine, info, node))
        _visit_rows(machine, symbol, rows, node)


def _export_rows(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`super().get_export_queryset(request)`: the rows of the change list; the override can load relations."""
    rows = change_list_rows(machine, machine.graph.classes.info(of.symbol), node)
    return join(*(replace(one, origin=Origin(machine.site(node), one.model)) for one in rows))


def _resources(machine: Machine, admin: Object, node: ast.AST) -> list[Symbol]:
    found: list[Value] = []
    for name in ("resource_class", "resource_classes"):
        value = member(machine, admin.symbol, name, admin, node)
        found += value.items if isinstance(value, Tuple) else [value.item] if isinstance(value, Rows) else [value]
    return [one.symbol for one in found if isinstance(one, ClassRef) and _owns(machine.graph.classes.info(one.symbol))]


RESOURCES = Framework(owns=_owns, visits=_visit, methods={"export": _call_export, "get_queryset": _base})
EXPORTING_ADMINS = Framework(owns=_is_admin, visits=_visit_admin, methods={"get_export_queryset": _export_rows})
