"""Controllers of Django Ninja Extra: classes whose methods are the operations of an API.

https://eadwincode.github.io/django-ninja-extra/api_controller/
"""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Name, Shape, string
from scale_lsp.index.urlconf.reading import Reading
from scale_lsp.index.urlconf.route import Found, Place, Unread, View
from scale_lsp.index.urlconf.texts import joined
from scale_lsp.text.site import Site

_CONTROLLER = frozenset({"ninja_extra.api_controller", "ninja_extra.controllers.api_controller"})
_ROUTE = ("ninja_extra.route.", "ninja_extra.controllers.route.route.")
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def expand(reading: Reading, cls: Symbol, site: Site, place: Place) -> Iterator[Found]:
    """The operations of a controller, which are registered at `site`."""
    classes = reading.snapshot.graph.classes
    summary = classes.summary(cls)
    prefixes = (_prefix(reading, cls, decorator) for decorator in (summary.decorators if summary else ()))
    prefix = next((text for text in prefixes if text is not None), None)
    if summary is None or prefix is None:
        yield Unread(site, f"the operations of `{cls.name}`")
        return
    if any(ancestor != cls for ancestor in classes.info(cls).ancestors):
        yield Unread(site, f"which operations `{cls.name}` inherits")
    for name, decorators in summary.methods.items():
        for decorator in decorators:
            method = _method(reading, cls, decorator)
            if method is not None and isinstance(decorator, Call):
                path = string(decorator.argument(0, "path")) or ""
                named = string(dict(decorator.keywords).get("url_name")) or name
                view = View(cls, actions=((method, name),))
                yield place.route(joined(prefix, path).lstrip("/"), named, view, site)


def _prefix(reading: Reading, cls: Symbol, decorator: Shape) -> str | None:
    function = decorator.function if isinstance(decorator, Call) else decorator
    if _qualified(reading, cls, function) not in _CONTROLLER:
        return None
    return string(decorator.argument(0, "prefix_or_class")) or "" if isinstance(decorator, Call) else ""


def _method(reading: Reading, cls: Symbol, decorator: Shape) -> str | None:
    name = _qualified(reading, cls, decorator.function) if isinstance(decorator, Call) else ""
    last = name.rpartition(".")[2]
    method = last.removeprefix("http_") if name.startswith("ninja_extra.") and last.startswith("http_") else ""
    method = method or (last if name.startswith(_ROUTE) else "")
    return method if method in _METHODS else None


def _qualified(reading: Reading, cls: Symbol, shape: Shape) -> str:
    found = reading.snapshot.graph.names.resolve(cls.path, shape.dotted) if isinstance(shape, Name) else None
    return found.name if found is not None and found.kind is Kind.EXTERNAL else ""
