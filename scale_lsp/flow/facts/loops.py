"""What loops do in each turn: queries and writes."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.facts.entry_points import EntryPoint, roles_of
from scale_lsp.flow.loaded import Tri
from scale_lsp.flow.values import Origin, Site
from scale_lsp.index.models import Relation
from scale_lsp.index.names import Symbol
from scale_lsp.index.roles import Role


@dataclass(frozen=True, slots=True)
class RowSummary:
    """A query about the rows that belong to one row: `order.items.count()`.

    `origin` made the rows that the loop visits; `row` is the expression for one of them. `conditions` are what the
    related rows are chosen by; None where they cannot become a part of the query for the rows.
    """

    origin: Origin
    model: Symbol
    relation: Relation
    row: str
    conditions: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class Refinement:
    """What is asked of prefetched rows anew: `order.items.filter(open=True).count()`.

    `row` is the expression for the row, `calls` choose and order the related rows (`.filter(open=True)`), `within` is
    the function that the queryset is given to.
    """

    row: str
    relation: Relation
    calls: str
    within: str


@dataclass(frozen=True, slots=True)
class QueryInLoop:
    """A query runs once per iteration. `site` is the expression inside the loop, `query` where it is in the end.

    `relation` is the attribute of the row whose rows are asked for, where the query goes through a related manager;
    `prefetched` whether that relation was prefetched in vain. `depends` says whether it uses what the loop changes.
    `of_one`: the loop goes over what belongs to one row.
    """

    site: Site
    query: Site
    method: str
    model: Symbol
    rows: str
    loop: Site
    depends: bool
    relation: str | None = None
    origin: Origin | None = None
    prefetched: Tri = Tri.NO
    writes: bool = False
    over_rows: bool = False
    via: tuple[str, ...] = ()
    cached: bool = False
    of_one: bool = False
    summary: RowSummary | None = None
    refinement: Refinement | None = None

    @property
    def certain(self) -> bool:
        """Queries through other functions count when they clearly serve rows, and not in loops that write each row.

        Those of prefetched relations are somebody else's.
        """
        if self.prefetched is not Tri.NO:
            return False
        if not self.depends:
            return not self.via and not self.writes and self.over_rows
        if self.via:
            near = 4 if self.relation else 2
            return self.over_rows and not self.writes and len(self.via) <= near
        return True

    @property
    def seldom_matters(self) -> bool:
        """Behind a cache, among writes, which cost more, or for what belongs to one row, of which there may be few."""
        return self.cached or self.writes or self.of_one


@dataclass(frozen=True, slots=True)
class QueriesInLoop:
    """All queries that one expression inside a loop runs per iteration. `in_while`: the loop is a `while`."""

    site: Site
    queries: tuple[QueryInLoop, ...]
    in_while: bool
    entries: tuple[EntryPoint, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Who starts the code; without `CODE` if anybody is known to."""
        return roles_of(self.entries)

    @property
    def certain(self) -> tuple[QueryInLoop, ...]:
        return () if self.in_while else tuple(run for run in self.queries if run.certain)

    @property
    def summaries(self) -> tuple[QueryInLoop, ...]:
        """The queries, if all of them ask something about the rows that belong to one row."""
        return self.certain if all(run.summary for run in self.certain) else ()

    @property
    def cause(self) -> tuple[object, ...] | None:
        """What its places have in common with others where one change helps all of them.

        The query that a loop comes to on several ways. Of summaries: the code that others call for each row; else the
        rows, and what is asked of each. None if nothing is certain.
        """
        if not self.certain:
            return None
        first = self.certain[0]
        if not self.summaries or first.summary is None:
            return (first.query, first.loop)
        if first.via:
            return (first.query,)
        summary = first.summary
        chosen = self.site.text if summary.conditions is None else summary.conditions
        return (summary.origin, summary.relation.name, first.method, chosen)


@dataclass(frozen=True, slots=True)
class QueriesRepeated:
    """What a loop asks in each turn, at all `places` in it that come to the same query first."""

    places: tuple[QueriesInLoop, ...]


@dataclass(frozen=True, slots=True)
class RowsSummarised:
    """One thing that loops ask of the rows that belong to each row, at all `places` with one cause."""

    places: tuple[QueriesInLoop, ...]


@dataclass(frozen=True, slots=True)
class RowWritten:
    """A loop writes one row in each turn.

    `method` is `create`, `save`, `update`, `delete`, `get_or_create` or `update_or_create`, called `on` the `row` that
    the loop visits, one `fetched` in it, a `new` one, or a `manager`. `rows` is what it goes over, in `words`.
    `alone`: the loop does nothing else, and nothing else sees its rows, so that one statement could take its place;
    `named` is the name of the model there. `columns` are what is assigned to the row before, `values` the arguments of
    an `update()` that would say the same. `sure`: what the loop computes does not depend on when it is computed.
    """

    site: Site
    loop: Site
    rows: Site
    method: str
    model: Symbol
    on: str
    words: str
    origin: Origin | None = None
    alone: bool = False
    named: str = ""
    columns: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    stamps: bool = True
    """Whether `save()` writes `auto_now` columns too: it names none in `update_fields`."""
    sure: bool = False
    cached: bool = False
    entries: tuple[EntryPoint, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Who starts the code; without `CODE` if anybody is known to."""
        return roles_of(self.entries)
