"""APIs of Django Ninja: the operations of an API and of its routers.

https://django-ninja.dev/guides/routers/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import string
from scale_lsp.index.urlconf import controllers
from scale_lsp.index.urlconf.makers import Maker, made_by, maker
from scale_lsp.index.urlconf.reading import Reading
from scale_lsp.index.urlconf.route import Found, Place, Unread, View
from scale_lsp.index.urlconf.texts import argument, constant, joined, text_of
from scale_lsp.index.urlconf.users import Use, uses


def expand(reading: Reading, api: Maker, place: Place) -> Iterator[Found]:
    """The addresses of an API, without those of its own documentation."""
    given = {name: string(value) for name, value in api.call.keywords} if api.call else {}
    namespace = given.get("urls_namespace") or f"api-{given.get('version') or '1.0.0'}"
    yield from _operations(reading, api.symbol, place.below("", namespace), "", ())


def _operations(
    reading: Reading, router: Symbol, place: Place, prefix: str, above: tuple[Symbol, ...]
) -> Iterator[Found]:
    added = []
    for use in uses(reading, router):
        if use.looped:
            yield Unread(use.site, "what a loop adds to an API")
        elif use.function is not None:
            yield from _operation(reading, use, use.function, place, prefix)
        elif use.method == "add_router":
            added.append(use)
        elif use.method == "register_controllers":
            yield from _controllers(reading, use, place)
        elif use.method == "auto_discover_controllers":
            yield Unread(use.site, "the controllers that an API looks for")
    for use in added:
        text, which = argument(use.call, 0, "prefix"), argument(use.call, 1, "router")
        made = _router(reading, use, which)
        if text is None or made is None or made.symbol in above:
            yield Unread(use.site, "a router that is added to an API")
        else:
            inner = joined(prefix, text_of(reading, use.site, text))
            yield from _operations(reading, made.symbol, place, inner, (*above, router))


def _controllers(reading: Reading, use: Use, place: Place) -> Iterator[Found]:
    for given in use.call.args:
        cls = reading.symbol(use.site.path, given)
        if cls is not None and cls.kind is Kind.CLASS:
            yield from controllers.expand(reading, cls, use.site, place)
        else:
            yield Unread(use.site, "the controllers of an API")


def _operation(
    reading: Reading, use: Use, function: ast.FunctionDef | ast.AsyncFunctionDef, place: Place, prefix: str
) -> Iterator[Found]:
    several = use.method == "api_operation"
    text = argument(use.call, int(several), "path")
    if text is None:
        yield Unread(use.site, "an operation without an address")
        return
    given = argument(use.call, 0, "methods") if several else None
    listed = [constant(item) or "" for item in given.elts] if isinstance(given, ast.List | ast.Tuple) else []
    methods = [method.lower() for method in listed] if several else [use.method]
    named = next((k.value for k in use.call.keywords if k.arg == "url_name"), None)
    view = View(
        Symbol(Kind.FUNCTION, use.site.path, function.name), actions=tuple((m, function.name) for m in methods if m)
    )
    name = text_of(reading, use.site, named) if named is not None else function.name
    yield place.route(joined(prefix, text_of(reading, use.site, text)).lstrip("/"), name, view, use.site)


def _router(reading: Reading, use: Use, node: ast.expr | None) -> Maker | None:
    """A router, by its name or by a text that names it: `api.add_router("/orders/", "shop.api.router")`."""
    dotted = constant(node) if node is not None else None
    if dotted is None:
        return maker(reading, use.site.path, node)
    module, _, name = dotted.rpartition(".")
    names = reading.snapshot.graph.names
    path = names.module(module, use.site.path)
    return made_by(reading, names.resolve(path, name)) if path else None
