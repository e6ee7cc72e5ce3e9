"""Django REST framework: a list view or `many=True` visits all rows, and each field of the serializer reads something.

https://www.django-rest-framework.org/api-guide/relations/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from scale_lsp.flow.attributes import member
from scale_lsp.flow.calls import call_function, find_member, find_method
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import Answer
from scale_lsp.flow.loaded import Tri
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.queries import answered, cut, looked_up_by
from scale_lsp.flow.spending import answering, counted
from scale_lsp.flow.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Object,
    QuerySet,
    Tuple,
    Value,
    alternatives,
)
from scale_lsp.frameworks.serializers import is_serializer, visit, visit_rows
from scale_lsp.frameworks.views import class_site, fetched_row, is_view, option, queryset_of
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Symbol
from scale_lsp.text.records import replace

_LISTS = (
    "rest_framework.generics.ListAPIView",
    "rest_framework.generics.ListCreateAPIView",
    "rest_framework.mixins.ListModelMixin",
    "rest_framework.viewsets.ModelViewSet",
    "rest_framework.viewsets.ReadOnlyModelViewSet",
)
_ONE_ROW = ("Retrieve", "Update", "Destroy", "ModelViewSet")
_ACTIONS = {"list", "retrieve", "create", "update", "partial_update", "destroy"}


def _owns(info: ClassInfo) -> bool:
    return is_view(info) or is_serializer(info)


def _visit_view(machine: Machine, info: ClassInfo) -> None:
    """`list()` of a view: the rows of its queryset through its serializer."""
    if machine.frame.node is not None and any(word in name for name in info.outside for word in _ONE_ROW):
        _look_up(machine, Object(info.symbol, (("action", Const("retrieve")),)), machine.frame.node)
    if not any(name in _LISTS for name in info.outside) or find_member(machine, info.symbol, "list") is not None:
        return
    view = Object(info.symbol, (("action", Const("list")),))
    node = machine.frame.node
    if node is None or not _answers_get(machine, view, node):
        return
    with answering(machine, "list"):
        _visit_list(machine, info, view, node)
    with answering(machine, "retrieve"), machine.scratch():
        one = Object(info.symbol, (("action", Const("retrieve")),))
        row = fetched_row(machine, one, node)
        for symbol in _serializer_classes(machine, one, node):
            visit(machine, symbol, row, node, 0)


def _look_up(machine: Machine, view: Object, node: ast.AST) -> None:
    """A view finds its row by `lookup_field`, the primary key unless it says otherwise.

    https://www.django-rest-framework.org/api-guide/generic-views/#attributes
    """
    column = option(machine, view, "lookup_field", node)
    if not isinstance(column, Const) or column.value in ("pk", "id"):
        return
    if find_member(machine, view.symbol, "get_object") is None:
        for one in alternatives(queryset_of(machine, view, node)):
            if isinstance(one, QuerySet):
                looked_up_by(machine, one, str(column.value), node)


def _visit_list(machine: Machine, info: ClassInfo, view: Object, node: ast.AST) -> None:
    serializers = _serializer_classes(machine, view, node)
    paged, unset = _pages(machine, view, node)
    for queryset in _filtered(machine, view, node):
        site = class_site(machine, view, node)
        answered(machine, queryset, Answer.API_VIEW, site, paged, info.symbol, unset)
        if paged is Tri.YES:
            cut(machine, queryset, node)
            counted(machine, queryset, node)
            queryset = replace(queryset, paged=True)
        for symbol in serializers:
            with _at_serializer_class(machine, info, node) as place:
                visit_rows(machine, symbol, queryset, place)


def _filtered(machine: Machine, view: Object, node: ast.AST) -> Iterator[QuerySet]:
    """What `filter_queryset()` leaves of the view's queryset; where that is not known there may be few."""
    method = find_method(machine, view.symbol, "filter_queryset")
    for one in alternatives(queryset_of(machine, view, node)):
        if not isinstance(one, QuerySet) or method is None:
            yield from (one,) if isinstance(one, QuerySet) else ()
            continue
        left = alternatives(call_function(machine, replace(method, bound=view), [one], {}, node, keep_origins=True))
        querysets = [each for each in left if isinstance(each, QuerySet)]
        yield from querysets if len(querysets) == len(left) else (replace(one, narrowed=True),)


_KNOWN = ("rest_framework.", "django.", "builtins.", "abc.", "typing.")


def _pages(machine: Machine, view: Object, node: ast.AST) -> tuple[Tri, bool]:
    """Whether a view answers page by page in an order of its own code's, and whether only settings say so.

    https://www.django-rest-framework.org/api-guide/pagination/
    """
    if any(
        find_member(machine, view.symbol, name) for name in ("paginate_queryset", "paginator", "get_paginated_response")
    ):
        return Tri.MAYBE, False
    if find_member(machine, view.symbol, "pagination_class") is None:
        outside = machine.graph.classes.info(view.symbol).outside
        return Tri.MAYBE, all(name.startswith(_KNOWN) for name in outside)
    match member(machine, view.symbol, "pagination_class", view, node):
        case Const(value=None):
            return Tri.NO, False
        case ClassRef(symbol=symbol) if not machine.graph.classes.info(symbol).derives_from(_CURSORS):
            return Tri.YES, False
    return Tri.MAYBE, False


_CURSORS = frozenset({"rest_framework.pagination.CursorPagination"})
"""They order the rows themselves."""


@contextmanager
def _at_serializer_class(machine: Machine, info: ClassInfo, node: ast.AST) -> Iterator[ast.AST]:
    """The expression behind `serializer_class = `, or the view's name where another class or a method says it."""
    where = definitions(machine.snapshot, info.symbol.path)
    placed = where.values.get(f"{info.symbol.name}.serializer_class") if where else None
    if placed is None:
        yield node
        return
    with machine.inside(info.symbol.path, placed[0], info.symbol.name, placed[1]):
        yield placed[1]


def _answers_get(machine: Machine, view: Object, node: ast.AST) -> bool:
    actions = machine.graph.roles.actions.get(view.symbol)
    if actions is not None and "list" not in actions:
        return False
    methods = option(machine, view, "http_method_names", node)
    return not isinstance(methods, Tuple) or Const("get") in methods.items


def _entered(info: ClassInfo, method: str, node: ast.AST) -> Mapping[str, Value]:
    """A viewset's `action` while one of its actions runs: the name of the method.

    https://www.django-rest-framework.org/api-guide/viewsets/#introspecting-viewset-actions
    """
    if not any(name.startswith("rest_framework.viewsets") for name in info.outside):
        return {}
    names = [d.func if isinstance(d, ast.Call) else d for d in getattr(node, "decorator_list", ())]
    is_action = any(isinstance(name, ast.Name) and name.id in ("action", "list_route") for name in names)
    return {"action": Const(method)} if method in _ACTIONS or is_action else {}


def _serializer_classes(machine: Machine, view: Object, node: ast.AST) -> list[Symbol]:
    method = find_method(machine, view.symbol, "get_serializer_class")
    if method is not None:
        found = call_function(machine, replace(method, bound=view), [], {}, node)
    else:
        found = member(machine, view.symbol, "serializer_class", view, node)
    return [one.symbol for one in alternatives(found) if isinstance(one, ClassRef)]


def _construct(
    machine: Machine, info: ClassInfo, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]
) -> None:
    """`OrderSerializer(orders, many=True)`: its data will be read."""
    if not is_serializer(info):
        return
    instance = args[0] if args else keywords.get("instance", UNKNOWN)
    if keywords.get("many") == Const(True):
        for one in alternatives(instance):
            if isinstance(one, QuerySet):
                answered(machine, one, Answer.SERIALIZER, machine.site(node))
        visit_rows(machine, info.symbol, instance, node)
    else:
        visit(machine, info.symbol, instance, node, 0)


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


REST_FRAMEWORK = Framework(
    owns=_owns,
    visits=lambda machine, info: _visit_view(machine, info) if is_view(info) else None,
    entered=_entered,
    methods={"get_serializer": _get_serializer, "get_serializer_class": _get_serializer_class},
    construct=_construct,
)
