"""What decorators say of a function: whether it is a property, and what they put around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.machine import Machine
from scale_lsp.flow.surroundings import IN_LOOP, IN_THREAD, IN_TRANSACTION, NOTHING_AROUND, Surroundings, transaction
from scale_lsp.flow.values import Function
from scale_lsp.index.admin_registrations import registrations
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Name, Sequence, Shape, shape_of

CACHING = frozenset({"cached_property", "functools.cached_property", "django.utils.functional.cached_property"})
PROPERTIES = CACHING | {"property", "classproperty", "cached_classproperty", "django.utils.functional.classproperty"}
REMEMBERING = frozenset({"lru_cache", "functools.lru_cache", "cache", "functools.cache"})
MOVING = frozenset(
    {"asgiref.sync.sync_to_async", "channels.db.database_sync_to_async", "channels.db.DatabaseSyncToAsync"}
)
ATOMIC = "django.db.transaction.atomic"
_ADMIN = ("django.contrib.admin.",)
_SAVED_BY_ADMIN = frozenset(
    {"save_model", "save_related", "save_formset", "save_form", "delete_model"}
    | {"response_add", "response_change", "response_delete", "log_addition", "log_change"}
)
"""Called inside the transaction of the admin's form pages.

https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#modeladmin-methods
"""
_SENT_IN_TRANSACTION = frozenset(
    f"django.db.models.signals.{name}" for name in ("pre_delete", "post_delete", "m2m_changed")
)
"""Sent inside the transaction in which the rows are deleted or linked; `post_save` is sent behind that of `save()`."""


def decorators(machine: Machine, function: Function) -> frozenset[str]:
    """Qualified names of a function's decorators, the way they are written where they cannot be resolved."""
    shapes = map(shape_of, getattr(function.node, "decorator_list", ()))
    return frozenset(name for shape in shapes if (name := _qualified(machine, function.path, shape)))


def _qualified(machine: Machine, path: str, shape: Shape) -> str | None:
    """The qualified name of a decorator, or as it is written."""
    if isinstance(shape, Call):
        shape = shape.function
    if not isinstance(shape, Name):
        return None
    symbol = machine.graph.names.resolve(path, shape.dotted)
    return symbol.name if symbol and symbol.kind is Kind.EXTERNAL else shape.dotted


def is_property(machine: Machine, function: Function) -> bool:
    return any(
        name in PROPERTIES or name.endswith(("cached_property", "classproperty"))
        for name in decorators(machine, function)
    )


def surroundings_of(machine: Machine, path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Surroundings:
    """What is around the body of a function whoever calls it."""
    around = IN_LOOP if isinstance(node, ast.AsyncFunctionDef) else NOTHING_AROUND
    for decorator in node.decorator_list:
        shape = shape_of(decorator)
        for inner in (shape, *_handed(machine, path, shape)):
            name = _qualified(machine, path, inner)
            if name == ATOMIC and is_default(inner):
                around = around.within(transaction(machine.site(decorator)))
            elif name in MOVING:
                around = around.within(IN_THREAD)
    return around


def is_default(shape: Shape) -> bool:
    """Whether `atomic(…)` is about the default database."""
    return not isinstance(shape, Call) or not (shape.arguments or any(name == "using" for name, _ in shape.keywords))


def _handed(machine: Machine, path: str, shape: Shape) -> Iterator[Shape]:
    """The decorators that `method_decorator` applies."""
    if isinstance(shape, Call) and _qualified(machine, path, shape) == "django.utils.decorators.method_decorator":
        yield from shape.arguments[:1]


def surroundings_of_entry(
    machine: Machine, path: str, node: ast.FunctionDef | ast.AsyncFunctionDef, owner: Symbol | None
) -> Surroundings:
    """The same for a function that Django calls, with what it puts around it."""
    around = surroundings_of(machine, path, node)
    return around.within(IN_TRANSACTION) if rows_given(machine, path, node, owner) else around


def rows_given(
    machine: Machine, path: str, node: ast.FunctionDef | ast.AsyncFunctionDef, owner: Symbol | None
) -> frozenset[str]:
    """The parameters that are rows of a transaction in which Django calls the function."""
    parameters = [a.arg for a in node.args.args]
    if owner is not None and node.name in _SAVED_BY_ADMIN:
        outside = machine.graph.classes.info(owner).outside
        if any(name.startswith(_ADMIN) and name.endswith("ModelAdmin") for name in outside):
            return frozenset(parameters[2:3])
    if any(_received(machine, path, shape_of(decorator)) for decorator in node.decorator_list):
        return frozenset({"instance"} & set(parameters))
    if saved_in_admin(machine.snapshot, path, node.name):
        return frozenset({"instance"} & set(parameters))
    return frozenset()


def saved_in_admin(snapshot: Snapshot, path: str, name: str) -> bool:
    """Whether a function hears of rows that are saved, and the admin saves some of these, in its transaction."""
    connected = snapshot.graph.receivers.at(path, name)
    if not connected or any(one.signal != "post_save" for one in connected):
        return False
    shown = set().union(*registrations(snapshot).values())
    return any(one.sender in shown for one in connected)


def _received(machine: Machine, path: str, shape: Shape) -> bool:
    """Whether a decorator connects a receiver to signals that are all sent inside a transaction."""
    if not isinstance(shape, Call) or not (_qualified(machine, path, shape) or "").endswith("dispatch.receiver"):
        return False
    signals = shape.arguments[0] if shape.arguments else None
    names = signals.items if isinstance(signals, Sequence) else (signals,)
    return bool(names) and all(
        isinstance(n, Name) and _qualified(machine, path, n) in _SENT_IN_TRANSACTION for n in names
    )
