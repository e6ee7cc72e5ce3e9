"""The model graph in words: what each model has, and what points at it."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.assistant.view import View
from scale_lsp.engine.outline import outline
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.models import Arity, Model, Relation
from scale_lsp.text.positions import Location


@dataclass(frozen=True, slots=True)
class Way:
    """A relation, as an attribute of an instance."""

    name: str
    kind: str
    to: str
    """`app.Model`; "" for a generic foreign key."""
    many: bool
    forward: bool
    null: bool


@dataclass(frozen=True, slots=True)
class Described:
    label: str
    """`app.Model`."""
    location: Location | None
    abstract: bool
    columns: tuple[str, ...]
    relations: tuple[Way, ...]
    indexes: tuple[tuple[str, ...], ...]
    rows: int | None
    """The rows of its table, where the configuration says so."""


def models(view: View) -> list[Described]:
    """The project's own models, by label."""
    graph = view.snapshot.graph
    own = [model for symbol, model in graph.models.items() if not is_shipped(symbol.path)]
    return sorted((_described(view, model) for model in own), key=lambda each: each.label)


def label(model: Model) -> str:
    return f"{model.app_label}.{model.symbol.name}"


def _described(view: View, model: Model) -> Described:
    indexes = view.snapshot.graph.indexes(model.symbol)
    return Described(
        label=label(model),
        location=_location(view, model),
        abstract=model.abstract,
        columns=tuple(field.name for field in model.fields.values() if field.name not in model.forward),
        relations=tuple(_way(view, each) for each in [*model.forward.values(), *model.reverse.values()]),
        indexes=tuple(index.columns for index in indexes.all if index.sure and index.columns),
        rows=view.config.options.table_rows(label(model)),
    )


def _way(view: View, relation: Relation) -> Way:
    target = view.snapshot.graph.model(relation.target)
    to = label(target) if target is not None else ""
    return Way(relation.name, relation.kind.value, to, relation.arity is Arity.MANY, relation.forward, relation.null)


def _location(view: View, model: Model) -> Location | None:
    found = outline(view.snapshot, model.symbol.path)
    return next((one.location for one in found if one.name == model.symbol.name), None)
