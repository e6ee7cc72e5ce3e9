"""What interpretation observes. Rules subscribe to these and to nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from scale_lsp.flow.loaded import Loaded, Tri
from scale_lsp.flow.surroundings import NOTHING_AROUND, Surroundings
from scale_lsp.flow.values import Lookup, Origin, Site
from scale_lsp.index.advice import Demand
from scale_lsp.index.indexes import Index, Indexes
from scale_lsp.index.models import Relation
from scale_lsp.index.names import Symbol
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Calling, Effect


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A related row is read for nothing but its key, which is in the `column` of the row at hand.

    `site` is the whole expression: `order.customer.pk` with the `attribute` "pk", or a test of whether there is one,
    with none. `guarded`: it is read only where it is known to be there.
    """

    site: Site
    relation: str
    attribute: str
    column: str
    null: bool
    guarded: bool
    constrained: bool


@dataclass(frozen=True, slots=True)
class RelationRead:
    """A relation is read on each row of a queryset that does not load it.

    `path` leads from the queryset's rows; `many` says that it must be prefetched; `nested` that it is read below
    another to-many relation, once for each of its rows.
    """

    origin: Origin
    path: str
    many: bool
    site: Site
    nested: bool = False
    via: tuple[str, ...] = ()
    """The functions and serializer fields between the loop and the read, outermost first, in words."""
    handed: Site | None = None
    """The expression beside the loop that hands the row to the first of them."""
    cached: bool = False
    """Only when a cache has expired."""
    key: KeyUse | None = None


@dataclass(frozen=True, slots=True)
class KeysRead:
    """Related rows that are read once per row at one place, for nothing but their keys."""

    use: KeyUse
    reads: tuple[RelationRead, ...]


@dataclass(frozen=True, slots=True)
class RelationServed:
    """A relation below a queryset was read where it is loaded, or where an outer queryset is to blame."""

    origin: Origin
    path: str


@dataclass(frozen=True, slots=True)
class RowsVisited:
    """All unloaded relations that are read once per row of one queryset: the demand that its supply does not meet."""

    origin: Origin
    reads: tuple[RelationRead, ...]


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
class QueryInLoop:
    """A query runs once per iteration. `site` is the expression inside the loop, `query` where it is in the end.

    `relation` is the attribute of the row whose rows are asked for, where the query goes through a related manager;
    `prefetched` whether that relation was prefetched in vain. `depends` says whether it uses what the loop changes.
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
    summary: RowSummary | None = None

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


@dataclass(frozen=True, slots=True)
class QueriesInLoop:
    """All queries that one expression inside a loop runs per iteration. `in_while`: the loop is a `while`."""

    site: Site
    queries: tuple[QueryInLoop, ...]
    in_while: bool

    @property
    def certain(self) -> tuple[QueryInLoop, ...]:
        return () if self.in_while else tuple(run for run in self.queries if run.certain)

    @property
    def summaries(self) -> tuple[QueryInLoop, ...]:
        """The queries, if all of them ask something about the rows that belong to one row."""
        return self.certain if all(run.summary for run in self.certain) else ()


@dataclass(frozen=True, slots=True)
class RelationNamed:
    """A relation name given to `select_related` or `prefetch_related`. `name` None: called without any."""

    site: Site
    call: Site
    method: str
    model: Symbol
    name: str | None
    loaded: Loaded = field(compare=False)


@dataclass(frozen=True, slots=True)
class ModelDeclared:
    """A model class of the project, abstract ones too, with the indexes of its table.

    `site` is the class, `fields` where each of its own fields is declared, `places` where each of the indexes that the
    class itself declares is asked for.
    """

    model: Symbol
    site: Site
    indexes: Indexes
    fields: Mapping[str, Site]
    places: Mapping[Index, Site]


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """Code that something outside the project starts, or a function seen by itself (`Role.CODE`).

    `around` is what lies between it and the place that a fact is about.
    """

    role: Role
    path: str
    name: str
    site: Site = field(compare=False)
    around: Surroundings = NOTHING_AROUND


@dataclass(frozen=True, slots=True)
class QueryRun:
    """A queryset asks the database at `site`, for all that is known of it.

    `method` is the queryset's (`get`, `count`, `first` …), `index`, `iterate`, or `len`, `bool` and `in` where Python
    fetches all rows for less. `origin` is the expression that made it, `relation` the attribute of a row it came from.
    `bound` is the most rows it yields, where that is a constant; `sliced` that some slice limits it, `paged` that a
    page does; `grouped` that they are groups or distinct values. `lookups` are what its rows are chosen by, all of them
    if `every_lookup`; `perhaps` are those of some ways only, each by itself, None where not all are known; `narrowed`:
    there may be more of them on every way. `entries` is where control came from: several when the code is called from
    several.
    """

    site: Site
    origin: Origin
    method: str
    bound: int | None = None
    sliced: bool = False
    paged: bool = False
    instances: bool = True
    streamed: bool = False
    lookups: tuple[Lookup, ...] = ()
    every_lookup: bool = True
    perhaps: tuple[Lookup, ...] | None = ()
    narrowed: bool = False
    ordering: tuple[str, ...] | None = None
    relation: str | None = None
    repeated: bool = False
    cached: bool = False
    grouped: bool = False
    asynchronous: bool = False
    """By a method that is awaited, or in an `async for`."""
    around: Surroundings = NOTHING_AROUND
    """While it is observed; of the fact, each of its entries says its own."""
    entries: tuple[EntryPoint, ...] = ()

    @property
    def model(self) -> Symbol:
        return self.origin.model

    @property
    def roles(self) -> frozenset[Role]:
        """Who starts the code that runs it; without `CODE` if anybody is known to."""
        return _roles(self.entries)


@dataclass(frozen=True, slots=True)
class EffectRun:
    """A call that does something outside the process, or hands work to somebody else.

    `name` is the qualified name of what is called, of a task that of its function. `limited` says whether the call has
    a timeout: None where `timeout=None` asks for none. `written` are the arguments that name a row which was saved
    since the transaction began, if there is one. `does` is what a thread or a task does that is started here, as far
    as it is seen; `kept`: what the call returns is kept, so that somebody may wait for it.
    """

    site: Site
    calling: Calling
    name: str
    limited: bool | None = True
    written: tuple[str, ...] = ()
    does: frozenset[Effect] = frozenset()
    kept: bool = True
    repeated: bool = False
    around: Surroundings = NOTHING_AROUND
    entries: tuple[EntryPoint, ...] = ()

    @property
    def effect(self) -> Effect:
        return self.calling.effect

    @property
    def roles(self) -> frozenset[Role]:
        """Who starts the code that runs it; without `CODE` if anybody is known to."""
        return _roles(self.entries)

    @property
    def waiting(self) -> frozenset[Role]:
        """Who waits until it is done."""
        return _roles(tuple(e for e in self.entries if not e.around.background)) - {Role.CODE}


def _roles(entries: tuple[EntryPoint, ...]) -> frozenset[Role]:
    return frozenset(e.role for e in entries if e.role is not Role.CODE) or frozenset((Role.CODE,))


@dataclass(frozen=True, slots=True)
class RelationFetched:
    """A relation that is not loaded is read on a row that a coroutine holds: a query."""

    site: Site
    origin: Origin
    path: str
    around: Surroundings = NOTHING_AROUND
    entries: tuple[EntryPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryInEventLoop:
    """A coroutine asks the database as if it were no coroutine.

    `method` is that of the queryset or row at `site`, `iterate` and the like, `transaction`, `call` where the coroutine
    calls a function that asks, at `inside`; or `relation`: `paths` are not loaded by the queryset that was made at
    `site`, and are read at `inside`.
    """

    site: Site
    method: str
    origin: Origin | None
    paths: tuple[str, ...]
    inside: tuple[Site, ...]
    entries: tuple[EntryPoint, ...]


class Answer(Enum):
    """What gives the rows of a queryset to a client, all that it yields."""

    LIST_VIEW = "list view"
    API_VIEW = "API view"
    SERIALIZER = "serializer"
    OPERATION = "operation"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class RowsAnswered:
    """The rows of a queryset make up an answer, or the list of a view's page.

    `site` is what gives them out: the class of a view, a call. `query` is the queryset as it is then; `paged` says
    whether the view shows them page by page, `view` is its class. `unset`: only the project's settings say how.
    """

    how: Answer
    site: Site
    query: QueryRun
    paged: Tri = Tri.NO
    view: Symbol | None = None
    unset: bool = False


@dataclass(frozen=True, slots=True)
class QuerysetPaged:
    """A queryset is cut into pages at `site`: by a paginator, by a view, or by a slice that begins in the middle."""

    site: Site
    query: QueryRun


@dataclass(frozen=True, slots=True)
class LimitRefused:
    """Something that a queryset cannot do raises here.

    https://docs.djangoproject.com/en/5.2/topics/db/queries/#limiting-querysets
    `how` is a method that no queryset has (`limit`), one that a slice has not (`filter`), `negative` for an index or a
    slice from the end, or the template filter `last`. `sliced`: it is a slice that it was asked of.
    """

    site: Site
    model: Symbol
    how: str
    sliced: bool


@dataclass(frozen=True, slots=True)
class QuerysetUsed:
    """All that happens to the rows of one queryset expression: its queries, the answers they go into, the pages."""

    origin: Origin
    runs: tuple[QueryRun, ...]
    answers: tuple[RowsAnswered, ...]
    pages: tuple[QuerysetPaged, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One query's demand on one table, and the query in words: `filter(status=…).order_by("-created_at")`."""

    demand: Demand
    run: QueryRun
    words: str


@dataclass(frozen=True, slots=True)
class IndexLacking:
    """No index of a table leads to the rows that queries in requests ask for, and one with the columns `key` would.

    `missing`: nothing helps at all; else some index helps a little. `replaces` is one of the same columns in another
    order, which no query needs as it is. `rank` counts the indexes that the table lacks, the most wanted first.
    """

    declared: ModelDeclared
    key: tuple[str, ...]
    uses: tuple[Use, ...]
    missing: bool
    replaces: Index | None = None
    rank: int = 1


@dataclass(frozen=True, slots=True)
class RowsReduced:
    """All rows of a queryset are fetched by one expression that needs less than them, and nothing else uses them.

    `site` is that expression, `rows` the queryset in it. `how`: `len`, `bool` and `in`; `sum`, `min` and `max` of a
    `column`, `count` of those that match, `distinct` values of a column; `filter`, `any`, and `head`, the first few;
    `draw` and `shuffle` for some at random; `scan` for a loop that needs one at a time.
    `conditions` are what the rows are chosen by in Python, as lookups and the text of their values; a lookup that
    begins with `-` excludes. `sure`: for `in`, it is a row that is saved; for `head`, the slice is of plain numbers.
    """

    site: Site
    rows: Site
    origin: Origin
    how: str
    column: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    ordering: str = ""
    """The key that Python sorts by."""
    sure: bool = True
    cached: bool = False
    entries: tuple[EntryPoint, ...] = ()

    @property
    def model(self) -> Symbol:
        return self.origin.model


@dataclass(frozen=True, slots=True)
class RowWritten:
    """A loop writes one row in each turn.

    `method` is `create`, `save`, `update`, `delete`, `get_or_create` or `update_or_create`, called `on` the `row` that
    the loop visits, one `fetched` in it, a `new` one, or a `manager`. `rows` is what it goes over, in `words`.
    `alone`: the loop does nothing else, and nothing else sees its rows, so that one statement could take its place;
    `named` is the name of the model there. `columns` are what is assigned to the row before, `values` the arguments of
    an `update()` that would say the same. `sure`: what the loop computes does not depend on when it is computed.
    `guarded`: each row has its own `try` or `with`.
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
    guarded: bool = False
    cached: bool = False
    entries: tuple[EntryPoint, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Who starts the code; without `CODE` if anybody is known to."""
        return frozenset(e.role for e in self.entries if e.role is not Role.CODE) or frozenset((Role.CODE,))


Surrounded = QueryRun | EffectRun | RelationFetched
"""Observations that carry what surrounds them."""
Reached = Surrounded | RowsAnswered | QuerysetPaged | RowsReduced | RowWritten
"""Observations that carry the entry points they are reached from."""
Observation = RelationRead | RelationServed | QueryInLoop | RelationNamed | LimitRefused | Reached
Fact = (
    RowsVisited
    | KeysRead
    | QueriesInLoop
    | RelationNamed
    | Surrounded
    | QueryInEventLoop
    | QuerysetUsed
    | LimitRefused
    | RowsReduced
    | RowWritten
    | ModelDeclared
    | IndexLacking
)
