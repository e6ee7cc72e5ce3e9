"""How the rows of each table are asked for, from all queries of the project.

https://docs.djangoproject.com/en/5.2/ref/models/querysets/#field-lookups says what each lookup compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.flow.facts import QueryRun, Use
from scale_lsp.flow.values import Const, Lookup
from scale_lsp.index.advice import Demand, has_few_values
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.models import Field
from scale_lsp.index.names import Symbol
from scale_lsp.orm.fields import FieldKind

_EQUAL = frozenset({"exact", "in"})
_BETWEEN = frozenset({"gt", "gte", "lt", "lte", "range", "year"})
_ONE_OF_ALL = frozenset({"first", "last"})
"""Without a filter, these are asked of tables with few rows: the settings of a site, a default."""
_FIRST_ROWS = _ONE_OF_ALL | {"index"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a path of names leads to, and what follows it: a lookup such as `icontains`."""

    table: Symbol
    field: Field
    lookup: str
    direct: bool
    """It is of the table of the model where the path begins."""


def column(graph: ModelGraph, model: Symbol, path: str) -> Column | None:
    """The column that `customer__name__icontains` compares; None where it is no column, or not one that is known.

    The key of a related row is the foreign key beside it.
    """
    names = path.split("__")
    here, direct = model, True
    while names:
        name, *rest = names
        field = graph.field(here, name) or graph.attname_owner(here, name)
        table = table_of(graph, here, field) if field is not None else None
        relation = graph.relation(here, name)
        if relation is not None and relation.target is not None and rest and not _is_lookup(rest):
            if field is not None and field.kind in _KEYS and rest[0] in ("pk", "id"):
                names = [name, *rest[1:]]
                continue
            here, names, direct = relation.target, rest, False
            continue
        if field is None or table is None or field.kind not in (FieldKind.COLUMN, *_KEYS):
            return None
        return Column(table, field, "__".join(rest) or "exact", direct)
    return None


_KEYS = (FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE)


def _is_lookup(rest: list[str]) -> bool:
    return len(rest) == 1 and rest[0] in {*_EQUAL, *_BETWEEN, "isnull"}


def table_of(graph: ModelGraph, model: Symbol, field: Field) -> Symbol | None:
    """The model whose table has a field's column: the farthest ancestor with a table that has the field."""
    every = (model, *(graph.models[model].parents if model in graph.models else ()))
    tables = [m for s in every if (m := graph.models.get(s)) and not m.abstract and not m.proxy]
    having = [m.symbol for m in tables if m.fields.get(field.name) == field]
    return having[-1] if having else None


def uses(graph: ModelGraph, run: QueryRun) -> Iterator[tuple[Symbol, Use]]:
    """How a query asks for the rows of tables, also with each of the lookups of some ways."""
    own = _table(graph, run.model)
    if own is None or run.relation is not None or run.perhaps is None or run.cached:
        return
    yield from _uses_by(graph, run, own, run.lookups)
    for one in run.perhaps:
        yield from _uses_by(graph, run, own, (*run.lookups, one))


def _uses_by(graph: ModelGraph, run: QueryRun, own: Symbol, lookups: Sequence[Lookup]) -> Iterator[tuple[Symbol, Use]]:
    """None where one row, or the rows that belong to one row, are asked for: these are few."""
    chosen: dict[Symbol, dict[str, str]] = {}
    elsewhere = False
    for lookup in lookups:
        if lookup.alternative or lookup.method == "exclude":
            continue
        where = column(graph, run.model, lookup.path)
        if where is None:  # the primary key among them
            return
        if not _says_little(lookup, where):
            if where.lookup in _EQUAL and (_is_one(where.field) or (where.direct and _is_key(where.field))):
                return
            elsewhere = elsewhere or (where.lookup in _EQUAL and not where.direct and not has_few_values(where.field))
            chosen.setdefault(where.table, {}).setdefault(where.field.name, where.lookup)
    order = () if any(one.alternative for one in lookups) else _order(graph, run, own)
    for table in dict.fromkeys((own, *chosen)):
        if table == own and elsewhere:  # the rows of the other table lead to few of this one
            continue
        compared = chosen.get(table, {})
        equal = frozenset(name for name, how in compared.items() if how in _EQUAL)
        between = next((name for name, how in compared.items() if how in _BETWEEN), None)
        ordered = order if table == own and "in" not in compared.values() else ()
        if ordered and (between not in (None, ordered[0].lstrip("-")) or (not equal and run.method in _ONE_OF_ALL)):
            ordered = ()
        if all(how in _EQUAL | _BETWEEN for how in compared.values()) and (equal or between or ordered):
            yield table, Use(Demand(equal, between, ordered), run, _words(run, lookups, bool(ordered)))


def _table(graph: ModelGraph, model: Symbol) -> Symbol | None:
    """The model that has the table: the one a proxy stands for."""
    every = (model, *(graph.models[model].parents if model in graph.models else ()))
    return next((s for s in every if (m := graph.models.get(s)) and not m.abstract and not m.proxy), None)


def _is_one(field: Field) -> bool:
    return field.unique or field.kind is FieldKind.ONE_TO_ONE


def _is_key(field: Field) -> bool:
    return field.kind is FieldKind.FOREIGN_KEY and field.db_index


def _says_little(lookup: Lookup, where: Column) -> bool:
    """Most rows may match: those that have no value, those whose number is above a limit that never changes."""
    fixed = isinstance(lookup.value, Const)
    return where.lookup == "isnull" or lookup.value == Const(None) or (where.lookup in _BETWEEN and fixed)


def _order(graph: ModelGraph, run: QueryRun, own: Symbol) -> tuple[str, ...]:
    """The columns of the table that say which rows are the first, where only these are fetched."""
    if not (run.sliced or run.paged or run.bound is not None or run.method in _FIRST_ROWS):
        return ()
    keys: list[str] = []
    for key in run.ordering or ():
        name = key.lstrip("-")
        where = column(graph, run.model, name) if name not in ("pk", "id", "?") else None
        if where is None or not where.direct or where.table != own or where.lookup != "exact" or where.field.unique:
            break
        keys.append(f"-{where.field.name}" if key.startswith("-") else where.field.name)
    return tuple(keys)


def _words(run: QueryRun, lookups: Sequence[Lookup], ordered: bool) -> str:
    """The query in a few words: `filter(status=…).order_by("-created_at")`."""
    by = {method: [f"{one.path}=…" for one in lookups if one.method == method] for method in ("filter", "exclude")}
    got = [f"{one.path}=…" for one in lookups if one.method not in by]
    calls = [f"{method}({', '.join(paths)})" for method, paths in by.items() if paths]
    if ordered:
        names = ", ".join(f'"{key}"' for key in run.ordering or ())
        calls.append(f"order_by({names})")
    if got:
        calls.append(f"{run.method if run.method.endswith('_or_create') else 'get'}({', '.join(got)})")
    return ".".join(calls)
