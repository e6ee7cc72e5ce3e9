"""Views of REST framework whose filter backends choose among all rows of a table.

https://www.django-rest-framework.org/api-guide/filtering/
"""

from __future__ import annotations

from scale_lsp.index.assigned import assigned
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Literal, Name, Other, Pairs, Shape, string
from scale_lsp.index.shape import Sequence as Items

_VIEWS = ("rest_framework.generics.", "rest_framework.viewsets.", "rest_framework.mixins.")
_NARROWING_NOTHING = {"SearchFilter", "OrderingFilter", "DjangoFilterBackend"}
"""Backends that leave all rows when nothing is asked of them. Others may know whose rows they are."""


def model_of_view(snapshot: Snapshot, info: ClassInfo, backend: str) -> Symbol | None:
    """The model of a view that lists all rows of a table, where a backend is switched on.

    None where the view or another backend may leave few rows.
    """
    classes = snapshot.graph.classes
    if not any(name.startswith(_VIEWS) for name in info.outside):
        return None
    if classes.owner_of(info.symbol, "get_queryset") is not None:
        return None
    attributes: dict[str, tuple[str, Shape]] = {}
    for ancestor in reversed(info.ancestors):
        summary = classes.summary(ancestor)
        attributes |= {name: (ancestor.path, shape) for name, shape in (summary.attributes if summary else {}).items()}
    if not _is_on(snapshot, attributes.get("filter_backends", ("", Other("")))[1], backend):
        return None
    path, queryset = attributes.get("queryset", ("", Other("")))
    dotted = queryset.function.dotted if isinstance(queryset, Call) and isinstance(queryset.function, Name) else ""
    plain = dotted.endswith(
        (".objects.all", ".objects.order_by", ".objects.select_related", ".objects.prefetch_related")
    )
    found = snapshot.graph.names.resolve(path, dotted.rpartition(".objects.")[0]) if plain else None
    return found if found in snapshot.graph.models else None


def is_paginated(snapshot: Snapshot, info: ClassInfo) -> bool:
    """Whether a view surely answers page by page: by its `pagination_class`, or by all settings of the project.

    https://www.django-rest-framework.org/api-guide/pagination/
    """
    classes = snapshot.graph.classes
    owner = classes.owner_of(info.symbol, "pagination_class")
    summary = classes.summary(owner) if owner is not None else None
    if summary is not None:
        return isinstance(summary.attributes.get("pagination_class"), Name)
    found = [shape for _, shape in assigned(snapshot, _SETTING)]
    given = [{string(key): value for key, value in shape.items} for shape in found if isinstance(shape, Pairs)]
    pages = ("DEFAULT_PAGINATION_CLASS", "PAGE_SIZE")
    return (
        bool(found)
        and len(given) == len(found)
        and all(one.get(key, _NOTHING) != _NOTHING for one in given for key in pages)
    )


_SETTING = "REST_FRAMEWORK"
_NOTHING = Literal(None)


def _is_on(snapshot: Snapshot, backends: Shape, backend: str) -> bool:
    """By the view, or by `DEFAULT_FILTER_BACKENDS` in the settings."""
    if isinstance(backends, Items):
        names = {one.dotted.rpartition(".")[2] for one in backends.items if isinstance(one, Name)}
        return backend in names and names <= _NARROWING_NOTHING and len(names) == len(backends.items)
    texts = [repr(shape) for _, shape in assigned(snapshot, _SETTING) if isinstance(shape, Other | Pairs)]
    return backends == Other("") and any(f".{backend}'" in text for text in texts)
