"""Routers of REST framework: the addresses of the viewsets that are registered with them.

https://www.django-rest-framework.org/api-guide/routers/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.index.names import Symbol, external
from scale_lsp.index.shape import Literal, Name, shape_of, string
from scale_lsp.index.urlconf.makers import Maker, maker
from scale_lsp.index.urlconf.reading import Reading
from scale_lsp.index.urlconf.regexes import simplified
from scale_lsp.index.urlconf.route import Found, Place, Unread, View
from scale_lsp.index.urlconf.texts import argument, text_of
from scale_lsp.index.urlconf.users import Use, uses
from scale_lsp.index.urlconf.views import view_of
from scale_lsp.index.urlconf.viewsets import Viewset, viewset
from scale_lsp.text.site import Site

_ROOTED = "rest_framework.routers.DefaultRouter"
_ROOT_VIEW = external("rest_framework.routers.APIRootView")
_STANDARD = ("rest_framework.routers.", "rest_framework_nested.routers.")


def expand(reading: Reading, site: Site, router: Maker, place: Place) -> Iterator[Found]:
    """The addresses of a router, without those that differ in a suffix such as `.json` only.

    A class of the project's own may add some: what its standard ancestors do is read.
    """
    slash = "" if router.call and dict(router.call.keywords).get("trailing_slash") == Literal(False) else "/"
    above = _above(reading, router)
    if above is None:
        yield Unread(site, f"the router above `{router.symbol.name}`")
        return
    for use in _registrations(reading, router.symbol):
        if isinstance(use, Unread):
            yield use
        else:
            yield from _registered(reading, use, place, above, slash)
    if _ROOTED in router.outside:
        yield place.route("", "api-root", View(_ROOT_VIEW), site)


def _registrations(reading: Reading, router: Symbol, seen: frozenset[Symbol] = frozenset()) -> Iterator[Use | Unread]:
    for use in uses(reading, router):
        if use.looped:
            yield Unread(use.site, "what a loop registers")
        elif use.method == "register":
            yield use
        elif use.method == "extend":
            other = use.call.args[0] if use.call.args else None
            registry = isinstance(other, ast.Attribute) and other.attr == "registry"
            made = maker(reading, use.site.path, other.value) if registry and isinstance(other, ast.Attribute) else None
            if made is None or made.symbol in seen:
                yield Unread(use.site, "what a registry is extended by")
            else:
                yield from _registrations(reading, made.symbol, seen | {router})


def _registered(reading: Reading, use: Use, place: Place, above: str, slash: str) -> Iterator[Found]:
    prefix, cls = argument(use.call, 0, "prefix"), argument(use.call, 1, "viewset")
    classes = reading.snapshot.graph.classes
    view = view_of(classes, use.site.path, shape_of(cls)) if cls is not None else None
    if prefix is None or view is None:
        yield Unread(use.site, "the viewset that is registered")
        return
    known = viewset(classes, view.symbol)
    if not known.whole:
        yield Unread(use.site, f"which actions `{view.symbol.name}` has")
    given = argument(use.call, 2, "basename") or argument(use.call, 2, "base_name")
    basename = text_of(reading, use.site, given) if given is not None else known.basename
    start = above + simplified(text_of(reading, use.site, prefix))
    for each in known.routes:
        text = "/".join(filter(None, (start, f"<{known.lookup}>" if each.detail else "", each.path))) + slash
        name = f"{basename}-{each.name}" if basename else None
        text = text if start else text.removeprefix("/")
        yield place.route(text, name, View(view.symbol, actions=each.actions, decorated=view.decorated), use.site)


def _above(reading: Reading, router: Maker) -> str | None:
    """What a nested router has before its own prefixes: `NestedSimpleRouter(router, "orders", lookup="order")`.

    https://github.com/alanjds/drf-nested-routers
    """
    if not any(name.startswith("rest_framework_nested.routers.Nested") for name in router.outside):
        return ""
    if router.call is None:
        return None
    parent_name, prefix, lookup = (
        router.call.argument(i, name) for i, name in enumerate(("parent_router", "parent_prefix", "lookup"))
    )
    text = string(prefix)
    if not isinstance(parent_name, Name) or text is None:
        return None
    parent = maker(reading, router.symbol.path, ast.parse(parent_name.dotted, mode="eval").body)
    above = _above(reading, parent) if parent is not None else None
    known = _parent_viewset(reading, parent.symbol, text) if parent is not None else None
    if above is None or known is None:
        return None
    return f"{above}{text}/<{string(lookup) or 'nested_1'}_{known.lookup}>/"


def _parent_viewset(reading: Reading, router: Symbol, prefix: str) -> Viewset | None:
    classes = reading.snapshot.graph.classes
    for use in uses(reading, router):
        given, cls = argument(use.call, 0, "prefix"), argument(use.call, 1, "viewset")
        if use.method == "register" and given is not None and text_of(reading, use.site, given) == prefix:
            view = view_of(classes, use.site.path, shape_of(cls)) if cls is not None else None
            return viewset(classes, view.symbol) if view else None
    return None
