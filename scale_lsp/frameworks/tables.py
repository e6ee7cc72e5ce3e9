"""django-tables2: a table visits the rows of its data, and each column follows its accessor.

https://django-tables2.readthedocs.io/en/latest/pages/table-data.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scale_lsp.flow.apply import apply
from scale_lsp.flow.attributes import member, to_string
from scale_lsp.flow.calls import call_function, find_member, find_method
from scale_lsp.flow.classes import object_attribute
from scale_lsp.flow.expressions import evaluate
from scale_lsp.flow.iteration import visited
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Dict,
    Function,
    Instance,
    Object,
    Tuple,
    Value,
    alternatives,
)
from scale_lsp.frameworks.declarations import declared, declared_names, literal_in, meta_model, meta_option, names_of
from scale_lsp.frameworks.paths import followed
from scale_lsp.frameworks.templates import render
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Symbol, external
from scale_lsp.text.blocks import Block
from scale_lsp.text.records import replace

_TABLES = frozenset({"django_tables2.Table", "django_tables2.tables.Table"})
_VIEWS = frozenset(
    f"django_tables2.{module}{name}" for module in ("", "views.") for name in ("SingleTableMixin", "SingleTableView")
)
_ACCESSORS = frozenset({"django_tables2.A", "django_tables2.utils.A", "django_tables2.utils.Accessor"})


def is_table(info: ClassInfo) -> bool:
    return info.derives_from(_TABLES)


def _is_view(info: ClassInfo) -> bool:
    return info.derives_from(_VIEWS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the place that names it; `call` is None for one that only `Meta` names."""

    name: str
    path: str
    block: Block
    node: ast.expr
    info: ClassInfo
    call: ast.Call | None = None

    def option(self, name: str) -> ast.expr | None:
        return next((k.value for k in self.call.keywords if k.arg == name), None) if self.call else None


_PLAIN = external("django_tables2.Column")


def _columns(machine: Machine, table: Symbol) -> Iterator[Column]:
    excluded = meta_option(machine, table, "exclude")
    without = names_of(machine, excluded) if excluded else []
    for one in declared(machine, table):
        if any(name.startswith("django_tables2.") and name.endswith("Column") for name in one.info.outside):
            if one.name not in without and isinstance(one.node, ast.Call):
                yield Column(one.name, one.owner.path, one.block, one.node, one.info, one.node)
    yield from _model_columns(machine, table, without)


def _model_columns(machine: Machine, table: Symbol, without: Sequence[str]) -> Iterator[Column]:
    """The columns that `Meta.fields` names; all fields of the model by default."""
    model = meta_model(machine, table)
    fields = meta_option(machine, table, "fields")
    place = fields or meta_option(machine, table, "model")
    if model is None or place is None:
        return
    names = (
        names_of(machine, fields)
        if fields
        else [n for n, r in machine.graph.models[model].forward.items() if r.selectable]
    )
    mine = {*declared_names(machine, table), *without}
    plain = machine.graph.classes.info(_PLAIN)
    for name in names:
        if name not in mine:
            node = literal_in(place.expression, name)
            yield Column(name, place.path, place.block, node if isinstance(node, ast.expr) else place.expression, plain)


# visiting rows


def _construct(
    machine: Machine, info: ClassInfo, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Object | None:
    """`OrderTable(orders)`: made to be shown."""
    data = args[0] if args else keywords.get("data", UNKNOWN)
    _visit_rows(machine, info.symbol, data, keywords, node)
    return Object(info.symbol, (("data", data),))


def _visit_rows(machine: Machine, table: Symbol, data: Value, options: Mapping[str, Value], node: ast.AST) -> None:
    if "extra_columns" in options:
        return
    without = options.get("exclude", Tuple(()))
    if not isinstance(without, Tuple):
        return
    of = Object(table)
    with visited(machine, data, node) as row:
        for instance in alternatives(row):
            if isinstance(instance, Instance):
                for column in _columns(machine, table):
                    if Const(column.name) not in without.items:
                        with machine.inside(column.path, column.block, f"{table.name}.{column.name}", column.node):
                            _show(machine, of, column, instance)


def _show(machine: Machine, table: Object, column: Column, row: Instance) -> None:
    """One cell: the accessor is followed even where a method shows something else."""
    node = column.node
    if (visible := column.option("visible")) is not None and isinstance(visible, ast.Constant) and not visible.value:
        return
    _follow_links(machine, column, row)
    found, value = _accessed(machine, column, row)
    if not found and column.option("empty_values") is None and not _is_template(column):
        return
    given = {"record": row, "value": value, "table": table}
    method = find_method(machine, table.symbol, f"render_{column.name}")
    own = find_method(machine, column.info.symbol, "render")
    if method is not None:
        value = call_function(machine, replace(method, bound=table), [], given, node)
    elif own is not None:
        value = call_function(machine, replace(own, bound=Object(column.info.symbol)), [], given, node)
    elif _is_template(column):
        _render(machine, column, given)
        return
    elif column.info.derives_from(_MANY):
        _show_many(machine, column, value)
        return
    to_string(machine, value, node)
    _follow_link(machine, column, row, value)


def _accessed(machine: Machine, column: Column, row: Instance) -> tuple[bool, Value]:
    """What the accessor leads to, and whether there is such a thing."""
    accessor = column.option("accessor")
    if accessor is None and column.call is not None and len(column.call.args) > 1 and column.info.symbol == _PLAIN:
        accessor = column.call.args[1]
    if accessor is None:
        first = column.name.partition("__")[0].partition(".")[0]
        return _has(machine, row, first), followed(machine, row, column.name, column.node)
    path = _path(machine, accessor)
    if path:
        return True, followed(machine, row, path, column.node)
    function = evaluate(machine, accessor)
    return True, apply(machine, function, [row], column.node)


def _has(machine: Machine, row: Instance, name: str) -> bool:
    graph = machine.graph
    known = graph.relation(row.model, name) or graph.field(row.model, name) or find_member(machine, row.model, name)
    return known is not None or name in row.loaded.annotations or name == "pk"


def _path(machine: Machine, node: ast.expr) -> str:
    """`"customer__name"` or `A("customer.name")`"""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Call(func=function, args=[ast.Constant(value=str(text))]):
            with machine.silently():
                called = evaluate(machine, function)
            return text if getattr(called, "name", "") in _ACCESSORS else ""
    return ""


_MANY = frozenset({"django_tables2.ManyToManyColumn", "django_tables2.columns.ManyToManyColumn"})
_TEMPLATE = frozenset({"django_tables2.TemplateColumn", "django_tables2.columns.TemplateColumn"})


def _is_template(column: Column) -> bool:
    return column.info.derives_from(_TEMPLATE)


def _render(machine: Machine, column: Column, given: Mapping[str, Value]) -> None:
    name = column.option("template_name")
    if name is not None:
        render(machine, evaluate(machine, name), Dict(tuple(given.items())))


def _show_many(machine: Machine, column: Column, value: Value) -> None:
    """`ManyToManyColumn`: each related row with its `transform`."""
    transform, chosen = column.option("transform"), column.option("filter")
    if chosen is not None:
        value = apply(machine, evaluate(machine, chosen), [value], column.node)
    with visited(machine, value, column.node) as item:
        if transform is not None:
            apply(machine, evaluate(machine, transform), [item], column.node)
        else:
            to_string(machine, item, column.node)


def _follow_links(machine: Machine, column: Column, row: Instance) -> None:
    """`args=[A("customer__pk")]` and the like: an accessor is followed for each row."""
    for keyword in column.call.keywords if column.call else ():
        if keyword.arg in ("linkify", "args", "kwargs", "viewname"):
            for inner in ast.walk(keyword.value):
                if isinstance(inner, ast.Call) and (path := _path(machine, inner)):
                    followed(machine, row, path, column.node)


def _follow_link(machine: Machine, column: Column, row: Instance, value: Value) -> None:
    """`linkify=True` asks what is shown, or else the row, for its URL; a function is given the row."""
    linkify = column.option("linkify")
    if linkify is None:
        return
    if isinstance(linkify, ast.Constant) and linkify.value is True:
        shown = [one for one in alternatives(value) if isinstance(one, Instance)] or [row]
        for one in shown:
            followed(machine, one, "get_absolute_url", column.node)
        return
    for function in alternatives(evaluate(machine, linkify)):
        if isinstance(function, Function):
            names = [argument.arg for argument in function.node.args.args]
            given = {name: known for name, known in (("record", row), ("value", value)) if name in names}
            call_function(machine, function, [], given, column.node)


# views


def _visit_view(machine: Machine, info: ClassInfo) -> None:
    """`SingleTableView` and `SingleTableMixin`: the rows of the view through its table."""
    view, node = Object(info.symbol), machine.frame.node
    if node is None or not _is_view(info):
        return
    options = _options(machine, view, node)
    if options is not None:
        data = _data(machine, view, node)
        for one in alternatives(_called_or_member(machine, view, "get_table_class", "table_class", node)):
            if isinstance(one, ClassRef) and is_table(machine.graph.classes.info(one.symbol)):
                _visit_rows(machine, one.symbol, data, options, node)


def _options(machine: Machine, view: Object, node: ast.AST) -> dict[str, Value] | None:
    method = find_method(machine, view.symbol, "get_table_kwargs")
    if method is None:
        return {}
    given = call_function(machine, replace(method, bound=view), [], {}, node)
    return {str(key): value for key, value in given.keys} if isinstance(given, Dict) else None


def _data(machine: Machine, view: Object, node: ast.AST) -> Value:
    data = _called_or_member(machine, view, "get_table_data", "table_data", node)
    return object_attribute(machine, view, "object_list", node) if data is UNKNOWN else data


def _called_or_member(machine: Machine, view: Object, method_name: str, name: str, node: ast.AST) -> Value:
    method = find_method(machine, view.symbol, method_name)
    if method is not None:
        return call_function(machine, replace(method, bound=view), [], {}, node, keep_origins=True)
    return member(machine, view.symbol, name, view, node)


TABLES = Framework(owns=is_table, construct=_construct)
TABLE_VIEWS = Framework(owns=_is_view, visits=_visit_view)
