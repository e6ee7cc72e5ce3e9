"""Which model an admin class is registered for: `@admin.register(Order)`, `admin.site.register(Order, OrderAdmin)`."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.index.classes import ClassInfo
from scale_lsp.index.derived import derived, of_modules
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Name, Shape
from scale_lsp.index.shape import Sequence as Items
from scale_lsp.index.summary import ModuleSummary


def model_of(snapshot: Snapshot, info: ClassInfo) -> Symbol | None:
    """The one model an admin class is registered for."""
    models = registrations(snapshot).get(info.symbol, ())
    return next(iter(models)) if len(models) == 1 else None


def registrations(snapshot: Snapshot) -> dict[Symbol, set[Symbol]]:
    """The models that each admin class is registered for."""
    return derived(snapshot, "admin registrations", _by_admin)


def _by_admin(snapshot: Snapshot) -> dict[Symbol, set[Symbol]]:
    found: dict[Symbol, set[Symbol]] = {}
    for admin, model in of_modules(snapshot, "admin registrations", _registered):
        found.setdefault(admin, set()).add(model)
    return found


def _registered(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[tuple[Symbol, Symbol]]:
    """The admin classes that a file registers, with the models."""
    graph = snapshot.graph
    for admin, model in _written(module):
        for shape in model.items if isinstance(model, Items) else (model,):
            admins, models = _resolved(graph, path, admin), _resolved(graph, path, shape)
            if admins and models in graph.models:
                yield admins, models


def _written(module: ModuleSummary) -> Iterator[tuple[Shape | None, Shape]]:
    for name, summary in module.classes.items():
        for decorator in summary.decorators:
            if isinstance(decorator, Call) and _ends(decorator.function, "register"):
                for model in decorator.arguments:
                    yield Name(name), model
    for call in module.calls:
        if isinstance(call, Call) and _ends(call.function, "register") and call.arguments:
            yield call.argument(1, "admin_class"), call.arguments[0]


def _ends(shape: Shape, name: str) -> bool:
    return isinstance(shape, Name) and shape.dotted.rpartition(".")[2] == name


def _resolved(graph: ModelGraph, path: str, shape: Shape | None) -> Symbol:
    nothing = Symbol(Kind.EXTERNAL, "", "")
    if isinstance(shape, Call) and _ends(shape.function, "get_user_model"):
        return graph.user_model or nothing
    if not isinstance(shape, Name):
        return nothing
    found = graph.names.resolve(path, shape.dotted)
    if found is not None and found.kind is Kind.VALUE:
        value = graph.names.value_shape(found)
        return _resolved(graph, found.path, value) if isinstance(value, Call) else nothing
    return found or nothing
