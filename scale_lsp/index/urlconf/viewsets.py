"""Viewsets of REST framework: the actions that they have, and the addresses below theirs.

https://www.django-rest-framework.org/api-guide/viewsets/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.index.classes import Classes
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Member, Name, Sequence, Shape, string
from scale_lsp.index.urlconf.regexes import simplified

_LIST = (("get", "list"), ("post", "create"))
_DETAIL = (("get", "retrieve"), ("put", "update"), ("patch", "partial_update"), ("delete", "destroy"))
_MIXINS = {
    "ListModelMixin": ("list",),
    "CreateModelMixin": ("create",),
    "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
}
_GIVEN = {
    **{f"rest_framework.mixins.{name}": actions for name, actions in _MIXINS.items()},
    "rest_framework.viewsets.ReadOnlyModelViewSet": ("list", "retrieve"),
    "rest_framework.viewsets.ModelViewSet": tuple(action for _, action in (*_LIST, *_DETAIL)),
}
"""The actions that base classes give."""
_KNOWN = ("rest_framework.", "django.", "typing.", "abc.", "object")
_ACTION = frozenset({"rest_framework.decorators.action"})


@dataclass(frozen=True, slots=True)
class Each:
    """One address of a viewset, by what follows its prefix."""

    path: str
    name: str
    detail: bool
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Viewset:
    """`whole`: no base class is unknown that may have more actions. `basename` is the default, None where unknown."""

    routes: tuple[Each, ...]
    lookup: str
    basename: str | None
    whole: bool


def viewset(classes: Classes, symbol: Symbol) -> Viewset:
    """What a router makes of a viewset."""
    outside = (symbol.name,) if symbol.kind is Kind.EXTERNAL else classes.info(symbol).outside
    has = {action for name in outside for action in _GIVEN.get(name, ())}
    ancestors = classes.info(symbol).ancestors if symbol.kind is Kind.CLASS else ()
    for ancestor in ancestors:
        summary = classes.summary(ancestor)
        has.update(summary.methods if summary else ())
    extra = sorted(_extra(classes, symbol, ancestors), key=lambda one: one[0])
    routes = []
    for detail, standard in ((False, _LIST), (True, _DETAIL)):
        if actions := tuple((method, action) for method, action in standard if action in has):
            routes.append(Each("", "detail" if detail else "list", detail, actions))
        routes += [each for _, each in extra if each.detail is detail]
    lookup = _attribute(classes, symbol, "lookup_url_kwarg") or _attribute(classes, symbol, "lookup_field") or "pk"
    whole = all(name.startswith(_KNOWN) for name in outside)
    return Viewset(tuple(routes), lookup, _basename(classes, symbol), whole)


def _extra(classes: Classes, symbol: Symbol, ancestors: tuple[Symbol, ...]) -> Iterator[tuple[str, Each]]:
    """The methods that are routed by `@action`, each as the nearest class has it."""
    seen: set[str] = set()
    for ancestor in ancestors:
        summary = classes.summary(ancestor)
        methods = summary.methods if summary else {}
        for name, decorators in methods.items():
            if name not in seen:
                seen.add(name)
                for decorator in decorators:
                    if isinstance(decorator, Call) and _qualified(classes, ancestor, decorator.function) in _ACTION:
                        yield name, _each(name, decorator, tuple(_mapped(name, methods)))


def _each(name: str, action: Call, mapped: tuple[tuple[str, str], ...]) -> Each:
    """https://www.django-rest-framework.org/api-guide/viewsets/#marking-extra-actions-for-routing"""
    given = dict(action.keywords)
    methods = action.argument(0, "methods")
    several = methods.items if isinstance(methods, Sequence) else ()
    named = [text.lower() for one in several if (text := string(one))] or ["get"]
    path = string(given.get("url_path"))
    url_name = string(given.get("url_name")) or name.replace("_", "-")
    actions = (*((method, name) for method in named), *mapped)
    return Each(simplified(path) if path else name, url_name, action.argument(1, "detail") == Literal(True), actions)


def _mapped(name: str, methods: dict[str, tuple[Shape, ...]]) -> Iterator[tuple[str, str]]:
    """`@ship.mapping.delete` gives another HTTP method of the action to a method of its own."""
    for other, decorators in methods.items():
        for decorator in decorators:
            if isinstance(decorator, Name) and decorator.dotted.startswith(f"{name}.mapping."):
                yield decorator.dotted.rpartition(".")[2], other


def _qualified(classes: Classes, cls: Symbol, shape: Shape) -> str:
    found = classes.names.resolve(cls.path, shape.dotted) if isinstance(shape, Name) else None
    return found.name if found is not None and found.kind is Kind.EXTERNAL else ""


def _value(classes: Classes, symbol: Symbol, name: str) -> tuple[Symbol, Shape] | None:
    owner = classes.owner_of(symbol, name) if symbol.kind is Kind.CLASS else None
    summary = classes.summary(owner) if owner else None
    value = summary.attributes.get(name) if summary else None
    return (owner, value) if owner is not None and value is not None else None


def _attribute(classes: Classes, symbol: Symbol, name: str) -> str | None:
    found = _value(classes, symbol, name)
    return string(found[1]) if found else None


def _basename(classes: Classes, symbol: Symbol) -> str | None:
    """The name of the model whose rows the viewset shows."""
    found = _value(classes, symbol, "queryset")
    shape = found[1] if found else None
    while isinstance(shape, Call | Member):
        shape = shape.function if isinstance(shape, Call) else shape.of
    dotted = shape.dotted.split(".") if isinstance(shape, Name) else []
    for length in range(1, len(dotted) + 1):
        model = classes.names.resolve(found[0].path, ".".join(dotted[:length])) if found else None
        if model is not None and model.kind is Kind.CLASS:
            return model.name.lower()
        if model is not None and model.kind is Kind.EXTERNAL and length > 1 and dotted[length - 1] == "objects":
            return dotted[length - 2].lower()
    return None
