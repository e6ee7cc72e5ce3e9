"""The names that Django takes in paths such as `customer__address__city`, one step at a time.

https://docs.djangoproject.com/en/5.2/topics/db/queries/#lookups-that-span-relationships
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.models import Arity, Field, Model, Relation
from scale_lsp.index.names import Symbol
from scale_lsp.orm.fields import FieldKind
from scale_lsp.orm.lookups import KEY, RELATION, lookups, transformed

_IMPLICIT = "BigAutoField"
"""The primary key that nobody declares."""


class Naming(Enum):
    """What a path is written for."""

    JOIN = "select_related"
    PREFETCH = "prefetch_related"
    COLUMN = "values, order_by"
    LOADED = "only, defer"
    LOOKUP = "filter"
    OWN = "create, update, Meta"


@dataclass(frozen=True, slots=True)
class Step:
    """What one name of a path stands for: a relation, a column, or (`field` is what it looks at) a lookup."""

    name: str
    model: Symbol | None
    """The model that has the name; None for a lookup."""
    relation: Relation | None = None
    field: Field | None = None
    """As it is declared, on either side of a relation; None for what nobody declares, such as `id`."""
    column: str = ""
    """Django's name of the class of a column, or of what a lookup makes of one."""

    @property
    def is_lookup(self) -> bool:
        return self.model is None


def steps(graph: ModelGraph, model: Symbol, before: tuple[str, ...], naming: Naming) -> Mapping[str, Step]:
    """What may stand behind `before` in a path that begins at `model`; nothing where `before` is not known."""
    here: Mapping[str, Step] = _first(graph, model, naming)
    for name in before:
        step = here.get(name)
        if step is None:
            return {}
        here = _behind(graph, step, naming)
    return here


def _behind(graph: ModelGraph, step: Step, naming: Naming) -> Mapping[str, Step]:
    found: dict[str, Step] = {}
    if step.relation is not None and step.relation.target is not None and naming is not Naming.OWN:
        found |= _first(graph, step.relation.target, naming)
        if naming is Naming.LOADED:
            found.pop("pk", None)  # which `only()` takes of the rows themselves alone
    if naming is Naming.LOOKUP:
        column = step.column
        names = RELATION if step.relation is not None else lookups(column)
        for name in names if not step.is_lookup or column else ():
            found.setdefault(name, Step(name, None, None, step.field, transformed(column, name) or ""))
    return found


def _first(graph: ModelGraph, symbol: Symbol, naming: Naming) -> dict[str, Step]:
    model = graph.model(symbol)
    if model is None:
        return {}
    every = {step.name: step for step in _of(graph, model, accessors=naming in (Naming.JOIN, Naming.PREFETCH))}
    return {name: step for name, step in every.items() if _fits(step, naming)}


def _fits(step: Step, naming: Naming) -> bool:
    relation = step.relation
    generic = relation is not None and relation.kind is FieldKind.GENERIC_FOREIGN_KEY
    match naming:
        case Naming.JOIN:
            return relation is not None and relation.selectable
        case Naming.PREFETCH:
            return relation is not None
        case Naming.LOADED:
            return relation is None or (relation.selectable and not generic)
        case Naming.OWN:
            return relation is None or (relation.forward and relation.arity is Arity.ONE and not generic)
        case _:
            return not generic


def _of(graph: ModelGraph, model: Model, *, accessors: bool) -> Iterator[Step]:
    """All names of a model, its own first: relations as attributes are called, or as queries call them."""
    symbol = model.symbol
    for name, field in model.fields.items():
        relation = model.forward.get(name)
        if relation is not None or field.kind is FieldKind.COLUMN:
            yield Step(name, symbol, relation, field, field.column)
        if relation is not None and field.is_key:
            yield Step(f"{name}_id", symbol, None, field, KEY)
    for name, relation in model.forward.items():
        if name not in model.fields:
            yield Step(name, symbol, relation)
    declared = next((field for field in model.fields.values() if field.primary_key), None)
    if declared is None and not model.abstract:
        yield Step("id", symbol, column=_IMPLICIT)
    if not model.abstract:
        child = any(name not in model.fields for name in model.forward)
        column = KEY if child or (declared and declared.is_key) else declared.column if declared else _IMPLICIT
        yield Step("pk", symbol, None, declared, column)
    for owner in (symbol, *model.parents):
        for name, relation in graph.models[owner].reverse.items() if owner in graph.models else ():
            if (
                relation.target in (symbol, *model.parents)
                and owner != symbol
                and relation.kind is FieldKind.ONE_TO_ONE
            ):
                continue  # the way from a parent to this very child
            maker = made_by(graph, owner, relation)
            known = name if accessors else _query_name(graph, relation, maker)
            if known:
                yield Step(known, symbol, relation, maker)


def made_by(graph: ModelGraph, model: Symbol, relation: Relation) -> Field | None:
    """The field on the other side that a reverse relation comes from."""
    other = graph.model(relation.target)
    if other is None:
        return None
    if relation.back is not None:
        return other.fields.get(relation.back)
    pointing = [
        field
        for name, field in other.fields.items()
        if field.kind is relation.kind and (way := other.forward.get(name)) and way.target == model
    ]
    named = [field for field in pointing if field.related_name == relation.name]
    return named[0] if named else pointing[0] if len(pointing) == 1 else None


def _query_name(graph: ModelGraph, relation: Relation, field: Field | None) -> str | None:
    """https://docs.djangoproject.com/en/5.2/ref/models/fields/#django.db.models.ForeignKey.related_query_name"""
    other = graph.model(relation.target)
    if other is None:
        return None
    if field is None:  # a child of multi-table inheritance
        return relation.name if relation.kind is FieldKind.ONE_TO_ONE else None
    if field.related_query_name:
        return field.related_query_name if "%" not in field.related_query_name else None
    return relation.name if field.related_name else other.name.lower()
