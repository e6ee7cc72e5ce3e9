"""From lists of patterns to addresses: what includes put before them, and which view each of them leads to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scale_lsp.index.names import Kind, external
from scale_lsp.index.shape import shape_of, string
from scale_lsp.index.urlconf import ninja, routers
from scale_lsp.index.urlconf.makers import maker
from scale_lsp.index.urlconf.reading import Entry, Localized, Reading
from scale_lsp.index.urlconf.regexes import simplified
from scale_lsp.index.urlconf.route import Found, Place, Unread, View
from scale_lsp.index.urlconf.texts import argument, constant, text_of
from scale_lsp.index.urlconf.views import view_of
from scale_lsp.orm import entry_points as known
from scale_lsp.text.site import Site

_LANGUAGE = "<language>/"


def expand(reading: Reading, entries: Iterable[Entry], place: Place) -> Iterator[Found]:
    """The addresses of patterns, in their order."""
    for entry in entries:
        match entry:
            case Unread():
                yield entry
            case Localized(entries=inner):
                yield from expand(reading, inner, place.below(_LANGUAGE))
            case Site():
                yield from _pattern(reading, entry, place)


def module(reading: Reading, path: str, place: Place, site: Site | None = None) -> Iterator[Found]:
    """The addresses of a URLconf. One that includes itself is read once."""
    patterns = reading.patterns(path)
    if path in place.modules:
        return
    if patterns is not None:
        yield from expand(reading, patterns, replace(place, modules=(*place.modules, path)))
    elif site is not None:
        yield Unread(site, "a module without `urlpatterns`")


def _pattern(reading: Reading, site: Site, place: Place) -> Iterator[Found]:
    match site.node:
        case ast.Attribute(attr="urls"):
            yield from _served(reading, site, place)
            return
        case ast.Call(func=function, args=args) as call if not any(isinstance(a, ast.Starred) for a in args):
            qualified = reading.outside(site.path, function)
            target = argument(call, 1, "view")
            text = argument(call, 0, "route") or argument(call, 0, "regex")
            if qualified in known.ROUTES and target is not None and text is not None:
                written = text_of(reading, site, text)
                written = simplified(written) if qualified in known.REGEX_ROUTES else written
                name = argument(call, 3, "name")
                yield from _target(reading, site, target, place, written, name)
                return
    yield Unread(site, "a pattern that is not written as `path(…)`")


def _target(
    reading: Reading, site: Site, target: ast.expr, place: Place, written: str, name: ast.expr | None
) -> Iterator[Found]:
    at = Site(site.path, site.block, target)
    match target:
        case ast.Call(func=function) if reading.outside(site.path, function) in known.INCLUDES:
            yield from _include(reading, at, target, place, written)
        case ast.Call(func=function, args=[several]) if reading.outside(site.path, function) in known.URL_ROUTERS:
            yield from expand(reading, reading.entries(site.path, site.block, several), place.below(written))
        case ast.Tuple(elts=[several, *rest]):
            spaces = [text for one in rest if (text := constant(one))]
            inner = place.below(written, spaces[-1] if spaces else None)
            yield from expand(reading, reading.entries(site.path, site.block, several), inner)
        case ast.Attribute(attr="urls"):
            yield from _served(reading, at, place.below(written))
        case _:
            view = view_of(reading.snapshot.graph.classes, site.path, shape_of(target))
            if view is None:
                yield Unread(at, f"the view behind `{place.prefix}{written}`")
            else:
                yield place.route(written, text_of(reading, site, name) if name else None, view, site)


def _include(reading: Reading, at: Site, call: ast.Call, place: Place, written: str) -> Iterator[Found]:
    """https://docs.djangoproject.com/en/5.2/ref/urls/#include"""
    what, app_name = argument(call, 0, "arg"), None
    if isinstance(what, ast.Tuple) and len(what.elts) == 2:
        app_name = constant(what.elts[1])
        what = what.elts[0]
    if what is None:
        yield Unread(at, "an `include()` of nothing")
        return
    given = argument(call, 1, "namespace")
    namespace = text_of(reading, at, given) if given is not None else None
    path, dotted = _module_of(reading, at, what)
    if path:
        reading.included.add(path)
        inner = place.below(written, namespace or app_name or reading.app_name(path))
        yield from module(reading, path, inner, at)
    elif dotted in known.SHIPPED_ROUTES:
        inner = place.below(written, namespace or app_name or known.SHIPPED_APP_NAMES.get(dotted))
        for text, view, name in known.SHIPPED_ROUTES[dotted]:
            yield inner.route(text, name, View(external(view)), at)
    elif dotted:
        yield Unread(at, f"`{dotted}`, which is not in the project")
    else:
        inner = place.below(written, namespace or app_name)
        yield from expand(reading, reading.entries(at.path, at.block, what), inner)


def _module_of(reading: Reading, at: Site, what: ast.expr) -> tuple[str, str]:
    """The file of the module that is included, or its name where it is outside; neither for a list."""
    names = reading.snapshot.graph.names
    if (dotted := constant(what)) is not None:
        return names.module(dotted, at.path) or "", dotted
    symbol = reading.symbol(at.path, what)
    if symbol is not None and symbol.kind in (Kind.MODULE, Kind.EXTERNAL):
        is_list = symbol.kind is Kind.EXTERNAL and isinstance(what, ast.Attribute) and what.attr == "urls"
        return ("", "") if is_list and symbol.name in _SITES else (symbol.path, symbol.name)
    return "", ""


_SITES = frozenset(f"{site}.urls" for site in known.DEFAULT_ADMIN_SITES)


def _served(reading: Reading, site: Site, place: Place) -> Iterator[Found]:
    """`admin.site.urls`, `router.urls`, `api.urls`: patterns that an object makes."""
    of = site.node.value if isinstance(site.node, ast.Attribute) else None
    made = maker(reading, site.path, of)
    if made is None:
        yield Unread(site, f"the patterns of `{site.text}`")
        return
    if made.outside & (known.ADMIN_SITES | known.DEFAULT_ADMIN_SITES):
        view = View(made.cls or external("django.contrib.admin.sites.AdminSite"))
        name = string(made.call.argument(0, "name")) if made.call else None
        yield replace(place.below("", name or "admin"), served="admin").route("", "index", view, site)
    elif any(name.startswith(known.API_ROUTERS) for name in made.outside):
        yield from routers.expand(reading, site, made, place)
    elif any(name.startswith(known.NINJA_APPS) for name in made.outside):
        yield from ninja.expand(reading, made, place)
    else:
        yield Unread(site, f"the patterns of `{site.text}`")
