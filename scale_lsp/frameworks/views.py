"""Generic class-based views of Django and REST framework: where their querysets come from.

https://docs.djangoproject.com/en/5.2/ref/class-based-views/mixins-multiple-object/
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from scale_lsp.flow.asked_sizes import returned
from scale_lsp.flow.attributes import member
from scale_lsp.flow.calls import call_function, find_member, find_method
from scale_lsp.flow.classes import object_attribute
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import Answer
from scale_lsp.flow.loaded import Tri
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.queries import answered, cut
from scale_lsp.flow.querysets import manager
from scale_lsp.flow.spending import counted, fetched_object
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    Hook,
    Instance,
    ModelClass,
    Object,
    Origin,
    Paginated,
    QuerySet,
    Rows,
    Site,
    Tuple,
    Value,
    alternatives,
    join,
)
from scale_lsp.index.classes import ClassInfo
from scale_lsp.text.records import replace

_UNPAGED = (
    *("django.", "builtins.", "abc.", "typing."),
    *("braces.views.", "django_filters.views.", "guardian.mixins.", "rules.contrib.views."),
)
"""Packages whose views and mixins set no `paginate_by`."""
_SELF = re.compile(r"\bself\.")
_BASES = (
    "django.views.generic",
    "rest_framework.generics",
    "rest_framework.viewsets",
    "rest_framework.mixins",
    "rest_framework.views",
)


def is_view(info: ClassInfo) -> bool:
    return any(name.startswith(_BASES) for name in info.outside)


def is_api(info: ClassInfo) -> bool:
    """Whether a view is one of REST framework's."""
    return any(name.startswith("rest_framework.") for name in info.outside)


def queryset_of(machine: Machine, of: Object, node: ast.AST) -> Value:
    """The queryset that the framework asks the view for."""
    method = find_method(machine, of.symbol, "get_queryset")
    if method is None:
        return base_queryset(machine, of, node)
    found = call_function(machine, replace(method, bound=of), [], {}, node, keep_origins=True)
    if method.owner == of.symbol or not isinstance(node, ast.ClassDef):
        return found
    return join(*(_of_class(machine, one, node) for one in alternatives(found)))


def _of_class(machine: Machine, value: Value, node: ast.ClassDef) -> Value:
    """A base class's `self.model.objects.all()` is another queryset in each view: what this one needs stays with it."""
    if not isinstance(value, QuerySet) or not _SELF.search(value.origin.site.text):
        return value
    origin = Origin(machine.site(node), value.model, edited=False, hook=Hook.GET_QUERYSET)
    return replace(value, origin=origin)


def base_queryset(machine: Machine, of: Object, node: ast.AST) -> Value:
    """What the base class's `get_queryset()` returns: the `queryset` attribute, or all rows of `model`."""
    return join(*(_in_order(machine, of, one, node) for one in alternatives(_all_rows(machine, of, node))))


def _all_rows(machine: Machine, of: Object, node: ast.AST) -> Value:
    queryset = option(machine, of, "queryset", node)
    if isinstance(queryset, QuerySet):
        if isinstance(node, ast.Call):  # super().get_queryset(): the override is where relations can be added
            return replace(queryset, origin=Origin(machine.site(node), queryset.model), born=machine.active)
        return queryset
    model = option(machine, of, "model", node)
    if not isinstance(model, ModelClass):
        return UNKNOWN
    made = manager(machine, model.model, machine.graph.default_manager(model.model), node)
    if isinstance(node, ast.ClassDef):
        return replace(made, origin=replace(made.origin, edited=False, hook=Hook.GET_QUERYSET))
    return made


def _in_order(machine: Machine, of: Object, value: Value, node: ast.AST) -> Value:
    """A view's `ordering` orders its rows; in REST framework it is a default for filters.

    https://docs.djangoproject.com/en/5.2/ref/class-based-views/mixins-multiple-object/#django.views.generic.list.MultipleObjectMixin.ordering
    """
    if not isinstance(value, QuerySet):
        return value
    if find_method(machine, of.symbol, "get_ordering") is not None:
        return replace(value, ordering=None)
    if not _has(machine, of, "ordering"):
        return value
    api = is_api(machine.graph.classes.info(of.symbol))
    match UNKNOWN if api else option(machine, of, "ordering", node):
        case Const(value=None):
            return value
        case Const(value=str(key)):
            return replace(value, ordering=(key,))
        case Tuple(items=items):
            keys = tuple(item.value for item in items if isinstance(item, Const) and isinstance(item.value, str))
            return replace(value, ordering=keys if len(keys) == len(items) else None)
    return replace(value, ordering=None)


def _has(machine: Machine, of: Object, name: str) -> bool:
    return any(given == name for given, _ in of.attributes) or find_member(machine, of.symbol, name) is not None


def option(machine: Machine, of: Object, name: str, node: ast.AST) -> Value:
    """What a view is configured with: by `as_view(name=…)` or by a class attribute."""
    given = next((value for key, value in of.attributes if key == name), None)
    return given if given is not None else member(machine, of.symbol, name, of, node)


def _get_queryset(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    return base_queryset(machine, of, node)


def _get_object(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    return fetched_row(machine, of, node)


def fetched_row(machine: Machine, of: Object, node: ast.AST) -> Value:
    """What the base class's `get_object()` returns."""
    found = queryset_of(machine, of, node)
    for one in alternatives(found):
        if isinstance(one, QuerySet):
            fetched_object(machine, one, node)
    return join(
        *(
            Instance(one.model, one.origin, "", one.loaded) if isinstance(one, QuerySet) else UNKNOWN
            for one in alternatives(found)
        )
    )


def _first(machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return args[0] if args else UNKNOWN


def _page(machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Paginated(args[0]) if args else UNKNOWN


def _context(
    machine: Machine, of: Object, node: ast.AST, args: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    return base_context(machine, of, node, keywords)


def base_context(machine: Machine, of: Object, node: ast.AST, keywords: Mapping[str, Value]) -> Value:
    """What the base class's `get_context_data()` puts in: the list or the object, under its usual names."""
    info = machine.graph.classes.info(of.symbol)
    given: dict[str, Value] = {}
    place = machine.frame.call_site() or machine.site(node)
    anchor = place.node if place.block is machine.frame.block else node
    if _shows_list(info):
        rows = _paged(machine, of, _list_given(machine, of, anchor, keywords), node)
        keywords = {name: value for name, value in keywords.items() if name != "object_list"}
        given = {"object_list": rows, "page_obj": Paginated(rows)}
        first = next((one for one in alternatives(rows) if isinstance(one, QuerySet)), None)
        if first is not None:
            given[_name(machine, of, node, f"{_model_name(first)}_list")] = rows
    elif _shows_object(info):
        row = object_attribute(machine, of, "object", anchor)
        given = {"object": row}
        if isinstance(row, Instance):
            given[_name(machine, of, node, _model_name(row))] = row
    for framework in machine.frameworks:
        if framework.context and framework.owns(info):
            given |= {name: make(machine, of, node) for name, make in framework.context.items()}
    return Dict(tuple((given | dict(keywords)).items()))


def _shows_list(info: ClassInfo) -> bool:
    return any("List" in name or "MultipleObject" in name for name in info.outside)


def _shows_object(info: ClassInfo) -> bool:
    words = ("Detail", "Update", "Delete", "SingleObject")
    return any(word in name for name in info.outside for word in words)


def _list_given(machine: Machine, of: Object, node: ast.AST, keywords: Mapping[str, Value]) -> Value:
    """`object_list`: what the caller gives, else what the view has."""
    given = [one for one in alternatives(keywords.get("object_list", UNKNOWN)) if isinstance(one, QuerySet | Rows)]
    if given:
        return join(*given)
    rows = object_attribute(machine, of, "object_list", node)
    return join(*(one for one in alternatives(rows) if isinstance(one, QuerySet | Rows)))


def _paged(machine: Machine, of: Object, rows: Value, node: ast.AST) -> Value:
    """With `paginate_by` only the rows of one page are visited."""
    paged = _pages(machine, of, node)
    size = option(machine, of, "paginate_by", node)
    method = find_method(machine, of.symbol, "get_paginate_by")
    bound = size.value if isinstance(size, Const) and isinstance(size.value, int) and paged is Tri.YES else None
    pages: list[Value] = []
    for one in alternatives(rows):
        if isinstance(one, QuerySet):
            answered(machine, one, Answer.LIST_VIEW, class_site(machine, of, node), paged, of.symbol)
            if paged is Tri.YES:
                cut(machine, one, node)
                counted(machine, one, node)
            if method is not None:
                returned(machine, one, method)
            one = replace(one, bound=bound or one.bound, paged=one.paged or paged is not Tri.NO)
        pages.append(one)
    return join(*pages)


def _pages(machine: Machine, of: Object, node: ast.AST) -> Tri:
    """Whether a list view shows page by page."""
    if find_method(machine, of.symbol, "get_paginate_by") is not None:
        return Tri.MAYBE
    if not of.attributes and (of.symbol, "paginate_by") in machine.graph.roles.configured:
        return Tri.MAYBE
    if not _has(machine, of, "paginate_by"):
        outside = machine.graph.classes.info(of.symbol).outside
        return Tri.NO if all(name.startswith(_UNPAGED) for name in outside) else Tri.MAYBE
    match option(machine, of, "paginate_by", node):
        case Const(value=None):
            return Tri.NO
        case Const(value=int()):
            return Tri.YES
    return Tri.MAYBE


def class_site(machine: Machine, of: Object, node: ast.AST) -> Site:
    """The class of a view; where it is one of Django's own, the call that configures it."""
    found = definitions(machine.snapshot, of.symbol.path)
    placed = found.classes.get(of.symbol.name) if found else None
    return Site(of.symbol.path, placed.block, placed.node) if placed else machine.site(node)


def _model_name(value: QuerySet | Instance) -> str:
    return value.model.name.rpartition(".")[2].lower()


def _name(machine: Machine, of: Object, node: ast.AST, default: str) -> str:
    named = option(machine, of, "context_object_name", node)
    return named.value if isinstance(named, Const) and isinstance(named.value, str) else default


VIEWS = Framework(
    owns=is_view,
    methods={
        "get_queryset": _get_queryset,
        "get_object": _get_object,
        "filter_queryset": _first,
        "paginate_queryset": _page,
        "get_context_data": _context,
    },
    attributes={
        "object_list": lambda machine, of, node: queryset_of(machine, of, node),
        "object": lambda machine, of, node: fetched_row(machine, of, node),
    },
)
