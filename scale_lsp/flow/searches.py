"""Queries that choose rows by a part of a text: https://docs.djangoproject.com/en/5.2/ref/models/querysets/#icontains"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.flow.facts import QueryRun
from scale_lsp.flow.surveys import SearchedColumn, TextSearched
from scale_lsp.flow.table_uses import Column, column
from scale_lsp.flow.values import Lookup
from scale_lsp.index.advice import has_few_values
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.roles import Role
from scale_lsp.orm.fields import FieldKind

PARTS = frozenset({"contains", "icontains", "endswith", "iendswith", "regex", "iregex"})
"""Lookups that find a text anywhere in a column."""
IN_ANOTHER_CASE = frozenset({"iexact", "istartswith"})
_TEXTS = frozenset({"CharField", "TextField", "EmailField", "SlugField", "URLField", "UUIDField", "FilePathField"})
_WAITED_FOR = frozenset({Role.REQUEST, Role.TEMPLATE_TAG})
_FOR_ONE = frozenset({"get", "first", "last", "exists", "index"})


@dataclass(frozen=True, slots=True)
class Searched:
    """The columns that one query searches."""

    run: QueryRun
    columns: tuple[SearchedColumn, ...]


def searched(graph: ModelGraph, run: QueryRun) -> Searched | None:
    """What a query searches while somebody waits, if nothing else narrows its rows."""
    if run.cached or not run.roles & _WAITED_FOR:
        return None
    columns = tuple(_searched(graph, run))
    return Searched(run, columns) if columns and not _is_narrowed(graph, run) else None


def text_searched(searches: Sequence[Searched]) -> TextSearched:
    """One for each place that searches, with all columns of it, whoever calls it."""
    first = searches[0]
    columns = tuple(dict.fromkeys(column for one in searches for column in one.columns))
    only_one = all(one.run.method in _FOR_ONE or one.run.bound == 1 for one in searches)
    return TextSearched(first.columns[0].site, first.run.model, columns, only_one)


def _searched(graph: ModelGraph, run: QueryRun) -> Iterator[SearchedColumn]:
    for lookup in (*run.lookups, *(run.perhaps or ())):
        where = column(graph, run.model, lookup.path) if lookup.method != "exclude" else None
        if where is not None and where.field.column in _TEXTS and where.lookup in PARTS | IN_ANOTHER_CASE:
            yield SearchedColumn(lookup.path, where.table, where.field, where.lookup, lookup.argument or lookup.site)


def _is_narrowed(graph: ModelGraph, run: QueryRun) -> bool:
    """Whether few rows are left by what else they are chosen by, or may be."""
    if run.relation is not None or run.perhaps is None:
        return True
    return any(_narrows(graph, run, lookup) for lookup in run.lookups)


def _narrows(graph: ModelGraph, run: QueryRun, lookup: Lookup) -> bool:
    if lookup.alternative or lookup.method == "exclude":
        return False
    where: Column | None = column(graph, run.model, lookup.path)
    if where is None:
        return True
    if where.lookup in PARTS | IN_ANOTHER_CASE:
        return where.field.column not in _TEXTS
    if where.lookup in ("exact", "in", "startswith"):
        selective = where.field.kind is not FieldKind.COLUMN or not has_few_values(where.field)
        return selective and graph.indexes(where.table).serve(where.field.name)
    return False
