"""The admin: a change list visits up to a hundred rows and shows the columns of `list_display`.

https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#django.contrib.admin.ModelAdmin.list_display
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.attributes import attribute, follow, to_string
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.iteration import visited
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.querysets import initial, rows_of
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Function,
    Hook,
    Instance,
    Object,
    Origin,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.index.admin_registrations import model_of
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.models import Arity
from scale_lsp.index.names import Symbol
from scale_lsp.text.blocks import Block
from scale_lsp.text.records import replace

BASES = (
    "django.contrib.admin.ModelAdmin",
    "django.contrib.admin.options.ModelAdmin",
    "django.contrib.auth.admin.UserAdmin",
    "reversion.admin.VersionAdmin",
    "import_export.admin.ImportExportModelAdmin",
    "import_export.admin.ImportExportMixin",
    "simple_history.admin.SimpleHistoryAdmin",
    "mptt.admin.MPTTModelAdmin",
    "guardian.admin.GuardedModelAdmin",
)


def is_admin(info: ClassInfo) -> bool:
    return info.derives_from(frozenset(BASES))


def _visit(machine: Machine, info: ClassInfo) -> None:
    """The change list of an admin class."""
    model = model_of(machine.snapshot, info)
    node = machine.frame.node
    if model is None or node is None:
        return
    admin = Object(info.symbol)
    _visit_filters(machine, info, model)
    columns, place = _columns(machine, info)
    for queryset in change_list_rows(machine, info, node):
        row = rows_of(machine, queryset, node)
        alone = attribute(machine, admin, "list_per_page", node) == Const(1)
        with machine.looping(node, f"rows of {model.name}", frozenset(), True, alone) as loop:
            row = revisited(row, None if alone else loop.token, machine.active - {loop.token})
            for column, literal in columns:
                if isinstance(row, Instance):
                    path, block = place
                    with machine.inside(path, block, f"{info.symbol.name}.{column}", literal):
                        show_column(machine, admin, column, row, literal)


def _visit_filters(machine: Machine, info: ClassInfo, model: Symbol) -> None:
    """A relation in `list_filter` lists all rows of the other side by their `__str__`."""
    names, (path, block) = named_in(machine, info, "list_filter") or ([], ("", machine.frame.block))
    for name, literal in names:
        hops = list(machine.graph.walk(model, name))
        target = hops[-1].target if hops and hops[-1] is not None else None
        if target is not None:
            with machine.inside(path, block, f"{info.symbol.name}.{name}", literal):
                origin = Origin(machine.site(literal), target, edited=False)
                rows = QuerySet(target, origin, manager=machine.graph.default_manager(target), born=machine.active)
                with visited(machine, rows, literal) as row:
                    to_string(machine, row, literal)


def change_list_rows(machine: Machine, info: ClassInfo, node: ast.AST) -> list[QuerySet]:
    """The querysets of an admin class's change list, with what `list_select_related` joins."""
    admin = Object(info.symbol)
    columns = [name for name, _ in _columns(machine, info)[0]]
    found = alternatives(_queryset(machine, admin, node))
    return [_with_selected(machine, admin, one, columns, node) for one in found if isinstance(one, QuerySet)]


def _queryset(machine: Machine, admin: Object, node: ast.AST) -> Value:
    method = find_method(machine, admin.symbol, "get_queryset")
    if method is not None:
        return call_function(machine, replace(method, bound=admin), [UNKNOWN], {}, node, keep_origins=True)
    return _base(machine, admin, node, [], {})


def _base(
    machine: Machine, admin: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`ModelAdmin.get_queryset()`: all rows of the model."""
    model = model_of(machine.snapshot, machine.graph.classes.info(admin.symbol))
    if model is None:
        return UNKNOWN
    origin = Origin(machine.site(node), model, edited=isinstance(node, ast.Call), hook=Hook.LIST_SELECT_RELATED)
    return initial(machine, origin, machine.graph.default_manager(model))


def _with_selected(
    machine: Machine, admin: Object, queryset: QuerySet, columns: Sequence[str], node: ast.AST
) -> QuerySet:
    """`list_select_related`; without it Django joins all keys that may not be null as soon as a column shows one."""
    option = attribute(machine, admin, "list_select_related", node)
    loaded = queryset.loaded
    match option:
        case Tuple(items=items):
            names = [i.value for i in items if isinstance(i, Const) and isinstance(i.value, str)]
            return replace(queryset, loaded=loaded.with_select(*names))
        case Rows():
            return replace(queryset, loaded=replace(loaded, anything=True))
    model = machine.graph.models[queryset.model]
    keys = [r for r in model.forward.values() if r.selectable]
    everything = option == Const(True)
    if everything:  # what True joins would be lost with a list of names
        queryset = replace(queryset, origin=replace(queryset.origin, hook=Hook.NONE))
    if everything or any(r.name in columns for r in keys):
        joined = [r.name for r in keys if not r.null]
        deeper = [f"{name}__{r.name}" for name in joined for r in _keys_of(machine, model.forward[name].target)]
        loaded = replace(loaded.with_select(*joined), may=loaded.may | frozenset(deeper))
    return replace(queryset, loaded=loaded)


def _keys_of(machine: Machine, model: Symbol | None) -> list:  # type: ignore[type-arg]
    found = machine.graph.model(model)
    return [r for r in found.forward.values() if r.selectable and not r.null] if found else []


def _columns(machine: Machine, info: ClassInfo) -> Named:
    """The names in `list_display` with their places; `__str__` by default."""
    frame = machine.frame
    return named_in(machine, info, "list_display") or (
        [("__str__", frame.node or ast.Pass())],
        (frame.path, frame.block),
    )


Named = tuple[list[tuple[str, ast.AST]], tuple[str, Block]]


def named_in(machine: Machine, info: ClassInfo, option: str) -> Named | None:
    """The names in an option of an admin class, each with its literal, and where it is written; None without it."""
    for ancestor in info.ancestors:
        where = definitions(machine.snapshot, ancestor.path)
        placed = where.values.get(f"{ancestor.name}.{option}") if where else None
        if placed is not None:
            items = placed[1].elts if isinstance(placed[1], ast.Tuple | ast.List) else ()
            constants = [item for item in items if isinstance(item, ast.Constant)]
            return [(c.value, c) for c in constants if isinstance(c.value, str)], (ancestor.path, placed[0])
    return None


def show_column(machine: Machine, admin: Object, column: str, row: Instance, node: ast.AST) -> None:
    """A field, a method of the admin class, or a method or attribute of the row, as a page shows it."""
    if column == "__str__":
        to_string(machine, row, node)
        return
    method = find_method(machine, admin.symbol, column)
    if method is not None:
        call_function(machine, replace(method, bound=admin), [row], {}, node)
        return
    relation = machine.graph.relation(row.model, column)
    if relation is not None:
        if relation.arity is Arity.ONE:
            to_string(machine, follow(machine, row, relation, node), node)
        return
    value: Value = row
    for name in column.split("__"):
        value = join(*(attribute(machine, one, name, node) for one in alternatives(value)))
    if isinstance(value, Function):
        call_function(machine, value, [], {}, node)


ADMIN = Framework(owns=is_admin, visits=_visit, methods={"get_queryset": _base})
