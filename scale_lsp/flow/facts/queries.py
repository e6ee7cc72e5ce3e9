"""Querysets that ask the database, and what their rows are for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from scale_lsp.flow.facts.entry_points import EntryPoint, roles_of
from scale_lsp.flow.loaded import Tri
from scale_lsp.flow.surroundings import NOTHING_AROUND, Surroundings
from scale_lsp.flow.values import Lookup, Origin, Site
from scale_lsp.index.names import Symbol
from scale_lsp.index.roles import Role


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
        return roles_of(self.entries)


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
    PAGE = "page"


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
class PageSizeOpen:
    """Clients choose by `parameter` how many rows they get, and nothing limits the number.

    Either `name` is a function, `site` the number in it, and `query` the queryset without its slice or page. Or it is
    a pagination class that no `attribute` limits: `own` if it is the project's, else one of a package that is used at
    `places`; `setting`: the attribute is a setting.
    """

    site: Site
    name: str
    parameter: str
    attribute: str = ""
    own: bool = False
    setting: bool = False
    places: tuple[Site, ...] = ()
    query: QueryRun | None = None


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
class RowsReduced:
    """All rows of a queryset are fetched by one expression that needs less than them, and nothing else uses them.

    `site` is that expression, `rows` the queryset in it. `how`: `len`, `bool` and `in`; `sum`, `min` and `max` of a
    `column`, `count` of those that match, `distinct` values of a column,
    `groups` by one; `filter`, `any`, and `head`, the first few;
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
    into: str = ""
    """The variable that a loop adds to: `site` is the loop then."""

    @property
    def model(self) -> Symbol:
        return self.origin.model


@dataclass(frozen=True, slots=True)
class TemplateQueries:
    """All queries that the expressions of one template run, in their order."""

    path: str
    runs: tuple[QueryRun, ...]


@dataclass(frozen=True, slots=True)
class HookQueried:
    """A query that runs for each request: `hook` is a context processor or a middleware, in words."""

    run: QueryRun
    hook: str
    entry: EntryPoint
    always: bool
    """The query stands in the hook itself, under no condition."""
