"""`search_fields` of admin classes and of views with REST framework's SearchFilter: columns searched with `icontains`.

https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#django.contrib.admin.ModelAdmin.search_fields
https://www.django-rest-framework.org/api-guide/filtering/#searchfilter
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.declared import DeclaredFact
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.surveys import SearchedColumn, TextSearched
from scale_lsp.flow.table_uses import column
from scale_lsp.flow.values import Site
from scale_lsp.frameworks.admin import BASES
from scale_lsp.frameworks.admin_registrations import model_of
from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Name, Other, Shape, string
from scale_lsp.index.shape import Sequence as Items

_NAME = "search_fields"
_VIEWS = ("rest_framework.generics.", "rest_framework.viewsets.", "rest_framework.mixins.")
_NARROWING_NOTHING = {"SearchFilter", "OrderingFilter", "DjangoFilterBackend"}
"""Backends that leave all rows when nothing is asked of them. Others may know whose rows they are."""
_HOW = {"^": "istartswith", "=": "iexact", "@": "search", "$": "iregex"}


def searched_lists(snapshot: Snapshot, _: Sequence[DeclaredFact]) -> Iterator[TextSearched]:
    """The lists of the project's admin classes and views."""
    for path, module in snapshot.graph.names.modules.items():
        for name, summary in module.classes.items():
            if _NAME in summary.attributes:
                symbol = Symbol(Kind.CLASS, path, name)
                info = snapshot.graph.classes.info(symbol)
                of_admin = info.derives_from(frozenset(BASES))
                if snapshot.graph.classes.owner_of(symbol, "get_queryset") is not None:
                    continue  # it may leave few rows
                model = model_of(snapshot, info) if of_admin else _model_of_view(snapshot, info)
                if model is not None and (search := _searched(snapshot, symbol, model, of_admin)):
                    yield search


def _searched(snapshot: Snapshot, symbol: Symbol, model: Symbol, of_admin: bool) -> TextSearched | None:
    found = definitions(snapshot, symbol.path)
    block, value = found.values.get(f"{symbol.name}.{_NAME}", (None, None)) if found else (None, None)
    if block is None or not isinstance(value, ast.List | ast.Tuple):
        return None
    columns = []
    for item in value.elts:
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            site = Site(symbol.path, block, item)
            if (searched := _column(snapshot, model, item.value, site)) is not None:
                columns.append(searched)
    site = Site(symbol.path, block, value)
    return TextSearched(site, model, tuple(columns), declared=_NAME, seldom=of_admin) if columns else None


def _column(snapshot: Snapshot, model: Symbol, written: str, site: Site) -> SearchedColumn | None:
    path = written.lstrip("^=@$")
    where = column(snapshot.graph, model, path)
    if where is None or where.field.column not in ("CharField", "TextField", "EmailField", "SlugField", "URLField"):
        return None
    given = where.lookup if path.endswith(f"__{where.lookup}") else "icontains"
    how = _HOW.get(written[0], given)
    return SearchedColumn(path, where.table, where.field, how, site)


def _model_of_view(snapshot: Snapshot, info: ClassInfo) -> Symbol | None:
    """The model of a view's queryset, where SearchFilter is switched on."""
    classes = snapshot.graph.classes
    if not any(name.startswith(_VIEWS) for name in info.outside):
        return None
    attributes: dict[str, tuple[str, Shape]] = {}
    for ancestor in reversed(info.ancestors):
        summary = classes.summary(ancestor)
        attributes |= {name: (ancestor.path, shape) for name, shape in (summary.attributes if summary else {}).items()}
    if not _is_on(snapshot, attributes.get("filter_backends", ("", Other("")))[1]):
        return None
    path, queryset = attributes.get("queryset", ("", Other("")))
    dotted = queryset.function.dotted if isinstance(queryset, Call) and isinstance(queryset.function, Name) else ""
    plain = dotted.endswith(
        (".objects.all", ".objects.order_by", ".objects.select_related", ".objects.prefetch_related")
    )
    found = snapshot.graph.names.resolve(path, dotted.rpartition(".objects.")[0]) if plain else None
    return found if found in snapshot.graph.models else None


def _is_on(snapshot: Snapshot, backends: Shape) -> bool:
    """By the view, or by `DEFAULT_FILTER_BACKENDS` in the settings."""
    if isinstance(backends, Items):
        names = {one.dotted.rpartition(".")[2] for one in backends.items if isinstance(one, Name)}
        return "SearchFilter" in names and names <= _NARROWING_NOTHING and len(names) == len(backends.items)
    settings = (module.assigns.get("REST_FRAMEWORK") for module in snapshot.graph.names.modules.values())
    texts = [string(shape) or shape.text for shape in settings if isinstance(shape, Other)]
    return backends == Other("") and any("rest_framework.filters.SearchFilter" in text for text in texts)


SEARCH_FIELDS = Framework(survey=searched_lists)
