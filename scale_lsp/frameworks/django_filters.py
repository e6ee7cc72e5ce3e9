"""django-filter: a filter set hands on the rows of its queryset, and its form lists the rows of each choice filter.

https://django-filter.readthedocs.io/en/stable/ref/filters.html#modelchoicefilter
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow.attributes import member
from scale_lsp.flow.calls import call_function, find_member, find_method
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.querysets import manager
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Function,
    Lookup,
    Object,
    QuerySet,
    Value,
    alternatives,
    join,
)
from scale_lsp.frameworks.declarations import Declared, declared, declared_names, meta_model, meta_option, names_of
from scale_lsp.frameworks.filter_sets import lookups_of
from scale_lsp.frameworks.forms import PLAIN_FIELD, has_list, is_choice_field, show
from scale_lsp.frameworks.model_forms import key_field
from scale_lsp.frameworks.views import queryset_of
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Symbol, external
from scale_lsp.index.shape import string
from scale_lsp.text.records import replace

_FILTERS = frozenset(
    f"django_filters.{module}{name}"
    for module in ("", "filters.", "rest_framework.", "rest_framework.filters.")
    for name in ("ModelChoiceFilter", "ModelMultipleChoiceFilter")
)
_VIEWS = frozenset({"django_filters.views.FilterView", "django_filters.views.FilterMixin"})
_FILTER = external("django_filters.ModelChoiceFilter")


def is_filter_set(info: ClassInfo) -> bool:
    return any(name.startswith("django_filters.") and name.endswith("FilterSet") for name in info.outside)


def _is_view(info: ClassInfo) -> bool:
    return info.derives_from(_VIEWS)


# filters


def _new_filter(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`ModelChoiceFilter(queryset=…)`; the queryset may be a function of the request."""
    field = Object(PLAIN_FIELD)
    return _filter(machine, field, node, keywords)


def _filter(machine: Machine, field: Object, node: ast.Call, keywords: Mapping[str, Value]) -> Object:
    rows = UNKNOWN if not has_list(machine, node) else keywords.get("queryset", UNKNOWN)
    if isinstance(rows, Function):
        rows = call_function(machine, rows, [UNKNOWN], {}, node, keep_origins=True)
    return Object(_FILTER, (("queryset", rows), ("field", field)))


def _construct(
    machine: Machine, info: ClassInfo, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Object | None:
    if info.derives_from(_FILTERS):
        field = member(machine, info.symbol, "field_class", Object(info.symbol), node)
        listing = isinstance(field, ClassRef) and is_choice_field(machine.graph.classes.info(field.symbol))
        if declared_names(machine, info.symbol) <= {"field_class"} and isinstance(field, ClassRef) and listing:
            return _filter(machine, Object(field.symbol), node, keywords)
        return None
    if not is_filter_set(info):
        return None
    rows = args[1] if len(args) > 1 else keywords.get("queryset", Const(None))
    model = meta_model(machine, info.symbol)
    if rows == Const(None) and model is not None:
        made = manager(machine, model, machine.graph.default_manager(model), node)
        rows = replace(made, origin=replace(made.origin, edited=False))
    return Object(info.symbol, (("queryset", rows),))


# filter sets


def _rows(machine: Machine, of: Object, node: ast.AST) -> Value:
    """`filter_set.qs`: rows of the queryset that it was given."""
    rows = dict(of.attributes).get("queryset", UNKNOWN)
    offered = lookups_of(machine.snapshot, of.symbol)
    rows = join(*(_chosen(one, offered) for one in alternatives(rows)))
    method = find_method(machine, of.symbol, "filter_queryset")
    if method is not None:
        return join(rows, call_function(machine, replace(method, bound=of), [rows], {}, node, keep_origins=True))
    return rows


def _chosen(rows: Value, offered: tuple[Lookup, ...]) -> Value:
    """Clients choose by any of the filters, or by none."""
    if not isinstance(rows, QuerySet) or rows.perhaps is None:
        return rows
    return replace(rows, perhaps=tuple(dict.fromkeys((*rows.perhaps, *offered))))


def _filtered(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    return args[0] if args else UNKNOWN


def _form(machine: Machine, of: Object, node: ast.AST) -> Value:
    """`filter.form` in a template, where it can only be shown."""
    if not machine.frame.path.endswith(".py"):
        show_choices(machine, of.symbol)
    return UNKNOWN


def show_choices(machine: Machine, symbol: Symbol) -> None:
    """The choice lists in the form of a filter set."""
    for one in declared(machine, symbol):
        if one.info.derives_from(_FILTERS):
            _show_declared(machine, one)
    model = meta_model(machine, symbol)
    meta = meta_option(machine, symbol, "fields")
    if model is None or meta is None or meta_option(machine, symbol, "filter_overrides"):
        return
    everything = string(meta.shape) == "__all__"
    mine = declared_names(machine, symbol)
    for name in machine.graph.models[model].forward if everything else names_of(machine, meta):
        key = key_field(machine, model, name, meta) if name not in mine else None
        if key is not None:
            with machine.inside(key.path, key.block, f"{symbol.name}.{name}", key.node):
                show(machine, Object(PLAIN_FIELD), key.queryset, key.node)


def _show_declared(machine: Machine, one: Declared) -> None:
    made = one.value(machine)
    known = dict(made.attributes) if isinstance(made, Object) else {}
    field = known.get("field")
    if isinstance(field, Object):
        with one.inside(machine):
            show(machine, field, known["queryset"], one.node)


# views


def _visit_view(machine: Machine, info: ClassInfo) -> None:
    """`FilterView` shows the form of its filter set beside the rows."""
    if _is_view(info) and machine.frame.node is not None:
        for symbol in _filter_sets(machine, Object(info.symbol), machine.frame.node):
            show_choices(machine, symbol)


def _filter_sets(machine: Machine, view: Object, node: ast.AST) -> list[Symbol]:
    method = find_method(machine, view.symbol, "get_filterset_class")
    if method is not None:
        found = call_function(machine, replace(method, bound=view), [], {}, node)
    else:
        found = member(machine, view.symbol, "filterset_class", view, node)
    return [one.symbol for one in alternatives(found) if isinstance(one, ClassRef)]


def _filter_set(machine: Machine, of: Object, node: ast.AST) -> Value:
    """What a view calls `filter` in its template."""
    rows = queryset_of(machine, of, node)
    return join(*(Object(symbol, (("queryset", rows),)) for symbol in _filter_sets(machine, of, node)))


def _object_list(machine: Machine, of: Object, node: ast.AST) -> Value:
    sets = [one for one in alternatives(_filter_set(machine, of, node)) if isinstance(one, Object)]
    if not sets:
        return queryset_of(machine, of, node)
    return join(*(_qs(machine, one, node) for one in sets))


def _qs(machine: Machine, of: Object, node: ast.AST) -> Value:
    own = find_member(machine, of.symbol, "qs")
    return member(machine, of.symbol, "qs", of, node) if own is not None else _rows(machine, of, node)


FILTER_SETS = Framework(
    owns=lambda info: is_filter_set(info) or info.derives_from(_FILTERS),
    methods={"filter_queryset": _filtered},
    attributes={"qs": _rows, "form": _form},
    construct=_construct,
    functions=dict.fromkeys(_FILTERS, _new_filter),
)
FILTER_VIEWS = Framework(
    owns=_is_view,
    visits=_visit_view,
    attributes={"object_list": _object_list, "filterset": _filter_set},
    context={"filter": _filter_set},
)
