"""The admin's form of one object: each inline shows rows, with their `__str__` and what `readonly_fields` names.

https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#inlinemodeladmin-objects
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.attributes import attribute, member
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.querysets import initial, rows_of
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Hook,
    Instance,
    ModelClass,
    Object,
    Origin,
    QuerySet,
    Value,
    alternatives,
    revisited,
)
from scale_lsp.frameworks.admin import named_in, show_column
from scale_lsp.index.classes import ClassInfo
from scale_lsp.text.records import replace

_INLINES = frozenset(
    f"django.contrib.{app}.{module}{name}"
    for app, modules, names in (
        ("admin", ("", "options."), ("TabularInline", "StackedInline")),
        ("contenttypes.admin", ("",), ("GenericTabularInline", "GenericStackedInline")),
    )
    for module in modules
    for name in names
)


def _owns(info: ClassInfo) -> bool:
    return info.derives_from(_INLINES)


def _visit(machine: Machine, info: ClassInfo) -> None:
    node = machine.frame.node
    inline = Object(info.symbol)
    if node is None:
        return
    for queryset in alternatives(_queryset(machine, inline, node)):
        if isinstance(queryset, QuerySet):
            alone = attribute(machine, inline, "max_num", node) in (Const(0), Const(1))
            row = rows_of(machine, queryset, node)
            words = f"rows of {queryset.model.name}"
            with machine.looping(node, words, frozenset(), True, alone) as loop:
                row = revisited(row, None if alone else loop.token, machine.active - {loop.token})
                if isinstance(row, Instance):
                    show_column(machine, inline, "__str__", row, node)
                    _show_read_only(machine, info, inline, row)


def _queryset(machine: Machine, inline: Object, node: ast.AST) -> Value:
    method = find_method(machine, inline.symbol, "get_queryset")
    if method is not None:
        return call_function(machine, replace(method, bound=inline), [UNKNOWN], {}, node, keep_origins=True)
    return _base(machine, inline, node, [], {})


def _base(
    machine: Machine, inline: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`InlineModelAdmin.get_queryset()`: the rows of `model`."""
    model = member(machine, inline.symbol, "model", inline, node)
    if not isinstance(model, ModelClass):
        return UNKNOWN
    edited = isinstance(node, ast.Call)
    origin = Origin(machine.site(node), model.model, edited=edited, hook=Hook.GET_QUERYSET_OF_ADMIN)
    return initial(machine, origin, machine.graph.default_manager(model.model))


def _show_read_only(machine: Machine, info: ClassInfo, inline: Object, row: Instance) -> None:
    names, (path, block) = named_in(machine, info, "readonly_fields") or ([], ("", machine.frame.block))
    for name, literal in names:
        with machine.inside(path, block, f"{info.symbol.name}.{name}", literal):
            show_column(machine, inline, name, row, literal)


ADMIN_INLINES = Framework(owns=_owns, visits=_visit, methods={"get_queryset": _base})
