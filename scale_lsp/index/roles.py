"""What starts a piece of code: a request, a task, a command. Told by base classes, decorators and the URLconf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from enum import Enum

from scale_lsp.index.classes import Classes
from scale_lsp.index.dependencies import ROUTES, Dependency, modules_in, routed
from scale_lsp.index.memo import Memo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Name, Shape
from scale_lsp.index.urlconf.route import View
from scale_lsp.index.urlconf.views import views_in
from scale_lsp.orm import entry_points as known


class Role(Enum):
    __hash__ = object.__hash__  # members are themselves, and hashed often

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

    def __init__(self, classes: Classes, before: Roles | None = None, changed: Set[Dependency] = frozenset()) -> None:
        """`before` are the roles as they were, `changed` what has changed since."""
        self._classes = classes
        self._names = classes.names
        known = before._views.without(changed) if before else None
        self._views: Memo[str, tuple[View, ...]] = known or Memo(self._names.reads)
        modules = self._names.modules
        said = frozenset(modules_in(changed) if before is not None else modules)
        others = before._routing - said if before is not None else ()
        self._routing: frozenset[str] = frozenset(path for path in said & modules.keys() if modules[path].routes).union(
            others
        )
        """The files with routes."""
        self._routed: frozenset[Symbol]
        self._configured: frozenset[tuple[Symbol, str]]
        self._actions: Mapping[Symbol, frozenset[str]]
        if before is not None and not self._views.gone and self._routing == before._routing:
            self._routed, self._configured, self._actions = before._routed, before._configured, before._actions
            return
        views = [view for path in sorted(self._routing) for view in self._views.get(path, self._views_of)]
        self._routed = frozenset(view.symbol for view in views)
        self._configured = frozenset((view.symbol, name) for view in views for name, _ in view.options)
        self._actions = _named_actions(views)

    def changes(self, before: Roles) -> Iterator[Dependency]:
        """What is not as it was."""
        yield from map(routed, self._routed ^ before._routed)
        if (self._configured, self._actions) != (before._configured, before._actions):
            yield ROUTES

    def is_routed(self, symbol: Symbol) -> bool:
        """Whether a URLconf names a function or class as a view."""
        self._names.reads.note(routed(symbol))
        return symbol in self._routed

    @property
    def routed(self) -> frozenset[Symbol]:
        """The functions and classes that a URLconf names as views."""
        self._names.reads.note(ROUTES)
        self._names.reads.into.update(dict.fromkeys(map(routed, self._routed)))
        return self._routed

    @property
    def configured(self) -> frozenset[tuple[Symbol, str]]:
        """The classes that a URLconf makes views of, with each option that it gives to `as_view()`."""
        self._names.reads.note(ROUTES)
        return self._configured

    @property
    def actions(self) -> Mapping[Symbol, frozenset[str]]:
        """The methods of viewsets that a URLconf names itself: `as_view({"get": "list"})`."""
        self._names.reads.note(ROUTES)
        return self._actions

    def of_function(self, path: str, name: str) -> Role:
        """The role of a function or method, by its qualified name in a file."""
        owner, _, _ = name.rpartition(".")
        if owner:
            return self.of_class(Symbol(Kind.CLASS, path, owner))
        if self.is_routed(Symbol(Kind.FUNCTION, path, name)):
            return Role.REQUEST
        for decorator in self._names.decorators(path, name):
            role = self._of_decorator(path, decorator)
            if role is not Role.CODE:
                return role
        return Role.CODE

    def task_decorator(self, path: str, name: str) -> str | None:
        """The qualified name of the decorator that makes a function a task: `celery.shared_task`."""
        for shape in self._names.decorators(path, name):
            if self._of_decorator(path, shape) is Role.TASK:
                return self._qualified(path, shape.function if isinstance(shape, Call) else shape)
        return None

    def of_class(self, symbol: Symbol) -> Role:
        """The role of the methods of a class."""
        if self.is_routed(symbol):
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

    def _views_of(self, path: str) -> tuple[View, ...]:
        """What the URLconf of one file names as views."""
        module = self._names.summary(path)
        found = dict.fromkeys(view for call in (module.routes if module else ()) for view in self._viewed(path, call))
        return tuple(view for view in found if view.symbol.kind in (Kind.FUNCTION, Kind.CLASS))

    def _viewed(self, path: str, call: Call) -> Iterator[View]:
        function = call.function
        target = self._names.resolve(path, function.dotted) if isinstance(function, Name) else None
        view = call.argument(1, "view")
        if view is not None and target is not None and target.kind is Kind.EXTERNAL and target.name in known.ROUTES:
            yield from views_in(self._classes, path, view)

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


def _named_actions(views: Sequence[View]) -> dict[Symbol, frozenset[str]]:
    """The actions that are named; nothing of a viewset of which some are computed."""
    named: dict[Symbol, set[str]] = {}
    computed = {view.symbol for view in views if view.actions is None}
    for view in views:
        if view.actions and view.symbol not in computed:
            named.setdefault(view.symbol, set()).update(action for _, action in view.actions)
    return {symbol: frozenset(actions) for symbol, actions in named.items()}
