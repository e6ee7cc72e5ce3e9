"""Facts that the files of a project show without being interpreted. Rules subscribe to them as to all others."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.values import Site
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


Survey = SocketsAccepted | CachedPage
