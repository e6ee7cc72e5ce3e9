"""What is read of rows: relations, keys and columns that are not loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from scale_lsp.flow.facts.entry_points import EntryPoint
from scale_lsp.flow.loaded import Loaded
from scale_lsp.flow.values import Origin, Site
from scale_lsp.index.names import Symbol


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
class ColumnReload:
    """A column that `only()` or `defer()` leaves out is read on each row, and fetched for each of them.

    `call` is the expression that leaves it out, `column` its path from the rows.
    """

    call: Site
    method: str
    origin: Origin
    column: str
    site: Site
    cached: bool


@dataclass(frozen=True, slots=True)
class KeyDeferred:
    """A query raises FieldError: the relation at `path` is to be joined, and its key is left out at `call`.

    https://docs.djangoproject.com/en/5.2/ref/models/querysets/#django.db.models.query.QuerySet.only
    """

    call: Site
    method: str
    model: Symbol
    path: str


@dataclass(frozen=True, slots=True)
class ColumnsReloaded:
    """All columns that are left out at one place and read all the same."""

    call: Site
    method: str
    reloads: tuple[ColumnReload, ...]


@dataclass(frozen=True, slots=True)
class RelationServed:
    """A relation below a queryset was read where it is loaded, or where an outer queryset is to blame.

    `assigned`: a loop over the rows has put something there, of which nobody knows what is loaded on it.
    """

    origin: Origin
    path: str
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class RowsVisited:
    """All unloaded relations that are read once per row of one queryset: the demand that its supply does not meet."""

    origin: Origin
    reads: tuple[RelationRead, ...]


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
class PropertyRead:
    """A property of the project is read: `definition` is its function, `name` that with the name of its class.

    `of_row`: the object is a row, else one of a class that is no model. `writes`: the entry writes to the database.
    """

    site: Site
    definition: Site
    name: str
    of_row: bool
    writes: bool = False
    entries: tuple[EntryPoint, ...] = ()
