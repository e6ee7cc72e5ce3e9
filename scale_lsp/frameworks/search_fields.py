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
from scale_lsp.frameworks.view_backends import model_of_view
from scale_lsp.index.admin_registrations import model_of
from scale_lsp.index.derived import of_classes
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.summary import ClassSummary

_NAME = "search_fields"
_HOW = {"^": "istartswith", "=": "iexact", "@": "search", "$": "iregex"}


def searched_lists(snapshot: Snapshot, _: Sequence[DeclaredFact]) -> Iterator[TextSearched]:
    """The lists of the project's admin classes and views."""
    return of_classes(snapshot, "searched lists", _of_class, late=True)


def _of_class(snapshot: Snapshot, symbol: Symbol, summary: ClassSummary) -> Iterator[TextSearched]:
    if _NAME in summary.attributes:
        info = snapshot.graph.classes.info(symbol)
        of_admin = info.derives_from(frozenset(BASES))
        if of_admin and snapshot.graph.classes.owner_of(symbol, "get_queryset") is not None:
            return  # it may leave few rows
        model = model_of(snapshot, info) if of_admin else model_of_view(snapshot, info, "SearchFilter")
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


SEARCH_FIELDS = Framework(survey=searched_lists)
