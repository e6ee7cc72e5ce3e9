"""What starts a piece of code: a request, a task, a command. Told by base classes, decorators and the URLconf."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from scale_lsp.index.classes import Classes
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Name, Pairs, Shape, string
from scale_lsp.orm import entry_points as known


class Role(Enum):
    REQUEST = "request"
    ADMIN = "admin"
    TASK = "task"
    COMMAND = "command"
    SIGNAL = "signal"
    TEMPLATE_TAG = "template tag"
    CODE = "code"
    """Nobody is known to call it."""


class Roles:
    """The role of each function, method and class of a project. Immutable; answers are computed once each."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes
        self._names = classes.names
        self.routed = frozenset(_routed(classes))
        """The functions and classes that a URLconf names as views."""
        self.configured = frozenset(_configured(classes))
        """The classes that a URLconf makes views of, with each option that it gives to `as_view()`."""
        self.actions = _actions(classes)
        """The methods of viewsets that a URLconf names itself: `as_view({"get": "list"})`."""
        self._of_class: dict[Symbol, Role] = {}

    def of_function(self, path: str, name: str) -> Role:
        """The role of a function or method, by its qualified name in a file."""
        owner, _, _ = name.rpartition(".")
        if owner:
            return self.of_class(Symbol(Kind.CLASS, path, owner))
        if Symbol(Kind.FUNCTION, path, name) in self.routed:
            return Role.REQUEST
        module = self._names.modules.get(path)
        for decorator in module.functions.get(name, ()) if module else ():
            role = self._of_decorator(path, decorator)
            if role is not Role.CODE:
                return role
        return Role.CODE

    def task_decorator(self, path: str, name: str) -> str | None:
        """The qualified name of the decorator that makes a function a task: `celery.shared_task`."""
        module = self._names.modules.get(path)
        for shape in module.functions.get(name, ()) if module else ():
            if self._of_decorator(path, shape) is Role.TASK:
                return self._qualified(path, shape.function if isinstance(shape, Call) else shape)
        return None

    def of_class(self, symbol: Symbol) -> Role:
        """The role of the methods of a class."""
        if symbol not in self._of_class:
            self._of_class[symbol] = self._role_of_class(symbol)
        return self._of_class[symbol]

    def _role_of_class(self, symbol: Symbol) -> Role:
        if symbol in self.routed:
            return Role.REQUEST
        outside = self._classes.info(symbol).outside
        for bases, role in (
            (known.ADMIN_BASES, Role.ADMIN),
            (known.COMMAND_BASES, Role.COMMAND),
            (known.TASK_BASES, Role.TASK),
            (known.REQUEST_BASES, Role.REQUEST),
        ):
            if any(name.startswith(bases) for name in outside):
                return role
        return Role.CODE

    def _of_decorator(self, path: str, shape: Shape) -> Role:
        name = self._qualified(path, shape.function if isinstance(shape, Call) else shape)
        if name is None:
            return Role.CODE
        for names, role in (
            (known.REQUEST_DECORATORS, Role.REQUEST),
            (known.TASK_DECORATORS, Role.TASK),
            (known.SIGNAL_DECORATORS, Role.SIGNAL),
        ):
            if name.startswith(names):
                return role
        of, _, method = name.rpartition(".")
        if of.startswith(known.TASK_APPS) and method == "task":
            return Role.TASK
        if of.startswith(known.NINJA_APPS):
            return Role.REQUEST
        if of.startswith(known.LIBRARIES) and method in known.TAG_DECORATORS:
            return Role.TEMPLATE_TAG
        return Role.CODE

    def _qualified(self, path: str, shape: Shape) -> str | None:
        """The qualified name of what a shape names; `app.task` of `app = Celery(…)` is `celery.Celery.task`."""
        if not isinstance(shape, Name):
            return None
        symbol = self._names.resolve(path, shape.dotted)
        if symbol is not None and symbol.kind is Kind.EXTERNAL:
            return symbol.name
        of, _, method = shape.dotted.rpartition(".")
        made = self._names.resolve(path, of) if of else None
        if made is None or made.kind is not Kind.VALUE:
            return None
        value = self._names.value_shape(made)
        if isinstance(value, Call) and isinstance(value.function, Name):
            maker = self._names.resolve(made.path, value.function.dotted)
            if maker is not None and maker.kind is Kind.EXTERNAL:
                return f"{maker.name}.{method}"
        return None


def _routed(classes: Classes) -> Iterator[Symbol]:
    for path, view in _route_views(classes):
        yield from _views(classes, path, view)


def _route_views(classes: Classes) -> Iterator[tuple[str, Shape]]:
    names = classes.names
    for path, module in names.modules.items():
        for call in module.routes:
            function = call.function
            target = names.resolve(path, function.dotted) if isinstance(function, Name) else None
            if target is not None and target.kind is Kind.EXTERNAL and target.name in known.ROUTES:
                view = call.argument(1, "view")
                if view is not None:
                    yield path, view


def _actions(classes: Classes) -> dict[Symbol, frozenset[str]]:
    """https://www.django-rest-framework.org/api-guide/viewsets/#viewset-classes"""
    found: dict[Symbol, frozenset[str]] = {}
    unknown: set[Symbol] = set()
    for path, view in _route_views(classes):
        for call in _calls(view):
            if isinstance(call.function, Name) and call.function.dotted.endswith(".as_view") and call.arguments:
                symbol = classes.names.resolve(path, call.function.dotted.removesuffix(".as_view"))
                if symbol is None or symbol.kind is not Kind.CLASS:
                    continue
                mapped = call.arguments[0]
                names = [string(value) for _, value in mapped.items] if isinstance(mapped, Pairs) else [None]
                found[symbol] = found.get(symbol, frozenset()).union(name for name in names if name is not None)
                unknown.update([symbol] if None in names else [])
    return {symbol: names for symbol, names in found.items() if symbol not in unknown}


def _calls(shape: Shape) -> Iterator[Call]:
    """A call and those among its arguments: `cache_page(60)(Products.as_view({"get": "list"}))`."""
    if isinstance(shape, Call):
        yield shape
        for argument in shape.arguments:
            yield from _calls(argument)


def _configured(classes: Classes) -> Iterator[tuple[Symbol, str]]:
    for path, view in _route_views(classes):
        if isinstance(view, Call) and isinstance(view.function, Name) and view.function.dotted.endswith(".as_view"):
            symbol = classes.names.resolve(path, view.function.dotted.removesuffix(".as_view"))
            if symbol is not None and symbol.kind is Kind.CLASS:
                yield from ((symbol, name) for name, _ in view.keywords)


def _views(classes: Classes, path: str, shape: Shape) -> Iterator[Symbol]:
    """The view that an expression stands for, below decorators and `as_view()`."""
    if isinstance(shape, Call):
        yield from _views(classes, path, shape.function)
        for argument in shape.arguments:
            yield from _views(classes, path, argument)
    elif isinstance(shape, Name):
        symbol = classes.names.resolve(path, shape.dotted.removesuffix(".as_view"))
        if symbol is not None and symbol.kind in (Kind.FUNCTION, Kind.CLASS):
            yield symbol
