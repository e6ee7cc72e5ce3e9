"""What interpretation observes. Rules subscribe to these and to nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from scale_lsp.flow.loaded import Loaded, Tri
from scale_lsp.flow.values import Origin, Site
from scale_lsp.index.names import Symbol


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


@dataclass(frozen=True, slots=True)
class QueriesInLoop:
    """All queries that one expression inside a loop runs per iteration. `in_while`: the loop is a `while`."""

    site: Site
    queries: tuple[QueryInLoop, ...]
    in_while: bool


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
class SocketsAccepted:
    """A consumer that is routed accepts WebSockets. `counted`: something on the way there may keep their number small.

    `accept` is where it says so, None where the base class does.
    """

    site: Site
    consumer: Symbol
    routes: tuple[Site, ...]
    accept: Site | None
    counted: bool


Observation = RelationRead | RelationServed | QueryInLoop | RelationNamed
Fact = RowsVisited | QueriesInLoop | RelationNamed | SocketsAccepted
