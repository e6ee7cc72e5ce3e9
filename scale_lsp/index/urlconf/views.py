"""What the expression of a view stands for, below decorators and `as_view()`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scale_lsp.index.classes import Classes
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Name, Other, Pairs, Shape, string
from scale_lsp.index.urlconf.route import View

_MOST_NESTED = 12
_MAKERS = (".as_view", ".as_asgi")


def view_of(classes: Classes, path: str, shape: object, depth: int = 0) -> View | None:
    """The view that an expression of a file is; None where that is not known."""
    if depth > _MOST_NESTED:
        return None
    match shape:
        case Name(dotted=dotted):
            return _named(classes, path, dotted, depth)
        case Call(function=Name(dotted=dotted)) if _makes(shape):
            view = _named(classes, path, dotted.rpartition(".")[0], depth)
            return replace(view, options=shape.keywords, actions=_actions(shape)) if view else None
        case Call():
            return _wrapped(classes, path, shape, depth)
    return None


def views_in(classes: Classes, path: str, shape: Shape) -> Iterator[View]:
    """Everything in an expression that may be a view: a function around one, too."""
    if isinstance(shape, Call) and not _makes(shape):
        for inner in (shape.function, *shape.arguments):
            yield from views_in(classes, path, inner)
    elif view := view_of(classes, path, shape):
        yield view


def _makes(call: Call) -> bool:
    return isinstance(call.function, Name) and call.function.dotted.endswith(_MAKERS)


def _named(classes: Classes, path: str, dotted: str, depth: int) -> View | None:
    found = _symbol(classes, path, dotted)
    if found is None:
        return None
    if found.kind is Kind.VALUE:
        owner, _, name = found.name.rpartition(".")
        summary = classes.names.class_summary(Symbol(Kind.CLASS, found.path, owner)) if owner else None
        if summary is not None and name in summary.methods:
            return View(Symbol(Kind.FUNCTION, found.path, found.name))
        return view_of(classes, found.path, classes.names.value_shape(found), depth + 1)
    return View(found) if found.kind is not Kind.MODULE else None


def _symbol(classes: Classes, path: str, dotted: str) -> Symbol | None:
    """What a name means; nothing when a module of the project does not have it."""
    found = classes.names.resolve(path, dotted)
    if found is None or found.kind is not Kind.EXTERNAL:
        return found
    module = found.name
    while module := module.rpartition(".")[0]:
        if classes.names.module(module, path):
            return None
    return None if found.name.startswith(".") else found


def _wrapped(classes: Classes, path: str, call: Call, depth: int) -> View | None:
    """`login_required(orders)`, `cache_page(60)(orders)`, and `LatestOrders()`: a feed answers requests itself."""
    made = _symbol(classes, path, call.function.dotted) if isinstance(call.function, Name) else None
    if made is not None and made.kind is Kind.CLASS:
        return View(made)
    given = [a for a in call.arguments if not isinstance(a, Literal)]
    inside = (view for argument in given if (view := view_of(classes, path, argument, depth + 1)))
    if view := next(inside, None):
        return replace(view, decorated=(*_wrappers(classes, path, call.function), *view.decorated))
    is_outside = made is not None and made.kind is Kind.EXTERNAL
    return View(made) if made is not None and is_outside and not any(isinstance(a, Other) for a in given) else None


def _wrappers(classes: Classes, path: str, function: Shape) -> Iterator[str]:
    while isinstance(function, Call):
        function = function.function
    if isinstance(function, Name):
        found = classes.names.resolve(path, function.dotted)
        yield found.name if found is not None and found.kind is Kind.EXTERNAL else function.dotted


def _actions(call: Call) -> tuple[tuple[str, str], ...] | None:
    """https://www.django-rest-framework.org/api-guide/viewsets/#viewset-classes"""
    mapped = call.argument(0, "actions")
    if mapped is None:
        return ()
    pairs = mapped.items if isinstance(mapped, Pairs) else ((mapped, mapped),)
    named = [(string(method), string(action)) for method, action in pairs]
    known = [(method, action) for method, action in named if method and action]
    return tuple(known) if len(known) == len(named) else None
