"""Facts that the files of a project show without being interpreted. Rules subscribe to them as to all others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from scale_lsp.flow.facts import PageSizeOpen, QueryRun
from scale_lsp.flow.facts.migrations import MigrationFact
from scale_lsp.flow.values import Site
from scale_lsp.index.models import Field
from scale_lsp.index.names import Symbol


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


@dataclass(frozen=True, slots=True)
class SearchedColumn:
    """`name__icontains`: the path as it is written, the column it leads to, and the lookup; where it is written."""

    path: str
    table: Symbol
    field: Field
    lookup: str
    site: Site


@dataclass(frozen=True, slots=True)
class TextSearched:
    """Rows are chosen by a part of a text, while somebody waits, and nothing else narrows them.

    `declared` names a list of columns that a framework searches, such as `search_fields`; "" for a query. `one`: the
    first row that fits is all that is wanted.
    """

    site: Site
    model: Symbol
    columns: tuple[SearchedColumn, ...]
    one: bool = False
    declared: str = ""
    seldom: bool = False
    """Only staff waits for it."""


@dataclass(frozen=True, slots=True)
class PersonalRead:
    """A place that reads something of the visitor; `what` in the words of the code."""

    what: str
    site: Site


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A view whose pages are stored for all visitors alike, and yet show something of the visitor.

    `site` is the `cache_page` around it. `permission`: who may see it is only asked when the page is made. `form` is
    `function` or `method` for a decorator on one, `class` for `method_decorator(…, name=target)`, `route` for a call.
    `api`: visitors are known by a header as well as by a cookie.
    """

    site: Site
    view: str
    reads: tuple[PersonalRead, ...]
    permission: bool
    form: str
    target: str
    api: bool


class Idle(Enum):
    """Why a rate limit limits nothing."""

    FALLBACK = "fallback"
    """What stands in for a package that is not installed decorates with nothing."""
    UNBLOCKED = "unblocked"
    """What is too much is counted and let through."""
    DISABLED = "disabled"
    """A setting switches the package off."""
    BYPASSED = "bypassed"
    """The project's own decorator returns the view as it is, by what a setting is in production."""
    UNCOUNTED = "uncounted"
    """The cache that it counts in keeps nothing."""
    RATE = "rate"
    """A rate of REST framework whose class is not active."""


@dataclass(frozen=True, slots=True)
class RateLimitIdle:
    """A rate limit that is written and never applied. `name` is what it is called where it is written.

    `setting` is the one that a bypass asks; `rate` the rate, `needed` the class that would apply it, `places` the views
    that ask for it, `listed` whether there is a list of classes, and `active` whether scopes are looked at at all.
    `edited` is what a fix changes.
    """

    site: Site
    name: str
    why: Idle
    setting: str = ""
    rate: str = ""
    needed: str = ""
    edited: Site | None = None
    places: tuple[Site, ...] = ()
    listed: bool = False
    active: bool = False


@dataclass(frozen=True, slots=True)
class RateLimitPerProcess:
    """A rate limit whose counters are in the memory of one process. `site` is the memory, or what counts in it.

    `processes` is how many production has, None where that is not said; it is never one.
    """

    site: Site
    name: str
    store: str
    processes: int | None
    counted: Site | None


@dataclass(frozen=True, slots=True)
class SharedFragment:
    """A loop of a template under a name of its own. `vary` are the page's variables that its output shows."""

    name: str
    vary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedRead:
    """A query in requests whose result depends on nothing but the code and the table: the same for all visitors.

    `number`: it yields one number, else rows. `key` is one that no other expression has. `view` is the only view that
    reads it, where the whole page is the same for all visitors. `fragment`: it is the loop of a template that asks.
    """

    run: QueryRun
    number: bool
    key: str
    view: Site | None = None
    fragment: SharedFragment | None = None


@dataclass(frozen=True, slots=True)
class PropertyRepeated:
    """A property that asks the database is read `times` times of one object, at `places`; nothing is written there.

    `site` is its decorator, `name` that of the property with that of its class.
    """

    site: Site
    name: str
    times: int
    places: tuple[Site, ...]


class Cost(Enum):
    """What a view does for whoever asks."""

    PASSWORD = "a password is tried"
    ACCOUNT = "an account is made"
    MAIL = "a mail is sent"


@dataclass(frozen=True, slots=True)
class RateLimitAbsent:
    """Nothing limits how often visitors may ask for what is costly. `decorated`: what a decorator can limit."""

    site: Site
    view: str
    decorated: Site | None
    cost: Cost = Cost.PASSWORD


@dataclass(frozen=True, slots=True)
class QueryLogRead:
    """The first place of a function that reads Django's log of queries without asking for DEBUG."""

    site: Site
    function: str
    whole: Site


Survey = (
    PageSizeOpen
    | SocketsAccepted
    | TextSearched
    | CachedPage
    | RateLimitIdle
    | RateLimitPerProcess
    | RateLimitAbsent
    | QueryLogRead
    | SharedRead
    | PropertyRepeated
    | MigrationFact
)
