"""What a URLconf says: which address leads to which view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scale_lsp.index.names import Symbol
from scale_lsp.index.shape import Shape
from scale_lsp.text.site import Site

Served = Literal["http", "admin", "websocket"]


@dataclass(frozen=True, slots=True)
class View:
    """What an expression in a URLconf answers requests with.

    `options` are the keywords of `as_view()`; `actions` the methods of a viewset by the HTTP method that calls them,
    None where they are computed; `decorated` the names of what is wrapped around it, outermost first, those from
    outside with their package.
    """

    symbol: Symbol
    options: tuple[tuple[str, Shape], ...] = ()
    actions: tuple[tuple[str, str], ...] | None = ()
    decorated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the site.

    `pattern` has all that its includes put before it, as Django's documentation writes it (`/orders/<int:pk>/`); a
    regular expression is shown without its syntax (`/orders/<pk>/`), and what is computed as it is written, in braces.
    `name` has its namespaces. A route that is served by `admin` stands for all pages of that admin site; its view is
    the class of the site.
    """

    pattern: str
    name: str | None
    view: Symbol
    site: Site
    options: tuple[tuple[str, Shape], ...] = ()
    actions: tuple[tuple[str, str], ...] | None = ()
    decorated: tuple[str, ...] = ()
    served: Served = "http"


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a URLconf that may lead to views and is not followed, and why."""

    site: Site
    words: str


Found = Route | Unread


@dataclass(frozen=True, slots=True)
class Place:
    """Where patterns are put: behind an address, in namespaces, below modules that include one another."""

    prefix: str = "/"
    namespaces: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    served: Served = "http"

    def below(self, text: str, namespace: str | None = None) -> Place:
        namespaces = (*self.namespaces, namespace) if namespace else self.namespaces
        return replace(self, prefix=self.prefix + text, namespaces=namespaces)

    def route(self, text: str, name: str | None, view: View, site: Site) -> Route:
        named = ":".join((*self.namespaces, name)) if name else None
        return Route(
            self.prefix + text, named, view.symbol, site, view.options, view.actions, view.decorated, self.served
        )
