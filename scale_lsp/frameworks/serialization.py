"""Django's own ways from rows to data: `serializers.serialize()` and `model_to_dict()`.

Foreign keys are columns of the row; what costs a query for each row are many-to-many fields and natural keys.
https://docs.djangoproject.com/en/5.2/topics/serialization/
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence

from scale_lsp.flow.attributes import follow
from scale_lsp.flow.calls import call_function, find_method
from scale_lsp.flow.facts import Answer
from scale_lsp.flow.iteration import iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.queries import answered
from scale_lsp.flow.reading import read_column
from scale_lsp.flow.values import UNKNOWN, Const, Instance, QuerySet, Tuple, Value, alternatives, revisited
from scale_lsp.index.models import Field, Model, Relation
from scale_lsp.index.names import Symbol
from scale_lsp.orm.fields import FieldKind
from scale_lsp.text.records import replace

Chosen = Callable[[str], bool]


def _serialize(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`serialize(format, rows, fields=…, use_natural_foreign_keys=…)`."""
    rows = args[1] if len(args) > 1 else keywords.get("queryset", UNKNOWN)
    for one in alternatives(rows):
        if isinstance(one, QuerySet):
            answered(machine, one, Answer.JSON, machine.site(node))
    chosen = _chosen(keywords.get("fields", Const(None)))
    natural = keywords.get("use_natural_foreign_keys") == Const(True)
    over = iterate(machine, rows, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        item = revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})
        for row in alternatives(item):
            if isinstance(row, Instance) and chosen is not None:
                _write(machine, row, chosen, natural, node)
    return UNKNOWN


def _write(machine: Machine, row: Instance, chosen: Chosen, natural: bool, node: ast.AST) -> None:
    """The fields that the model itself declares: those of a parent table are in the data of the parent."""
    model = _concrete(machine, machine.graph.models[row.model])
    inherited = {name for parent in _parents(machine, model) if not parent.abstract for name in parent.fields}
    for field, relation in _relations(model):
        if field.name in inherited or not chosen(field.name):
            continue
        key = find_method(machine, relation.target, "natural_key") if natural and relation.target else None
        if field.kind is FieldKind.MANY_TO_MANY and not field.through:
            over = iterate(machine, follow(machine, row, relation, node), node)
            if key is not None:
                with machine.looping(node, over.rows, frozenset(), over.over_rows, visit=over.visit) as loop:
                    related = revisited(over.item, loop.token, machine.active - {loop.token})
                    call_function(machine, replace(key, bound=related), [], {}, node)
        elif field.kind is not FieldKind.MANY_TO_MANY and key is not None:
            call_function(machine, replace(key, bound=follow(machine, row, relation, node)), [], {}, node)


def _model_to_dict(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`model_to_dict(row, fields=…, exclude=…)`: many-to-many fields are lists of rows, foreign keys are keys."""
    given = dict(zip(("instance", "fields", "exclude"), args, strict=False)) | dict(keywords)
    chosen, left_out = _chosen(given.get("fields", Const(None))), _chosen(given.get("exclude", Const(None)))
    if chosen is None or left_out is None:
        return UNKNOWN
    excluding = given.get("exclude", Const(None)) != Const(None)
    for row in alternatives(given.get("instance", UNKNOWN)):
        if not isinstance(row, Instance):
            continue
        model = machine.graph.models[row.model]
        for name, field in model.fields.items():
            relation = model.forward.get(name)
            if not field.editable or not chosen(name) or (excluding and left_out(name)):
                continue
            if field.kind is FieldKind.COLUMN:
                read_column(machine, row, name, node)
            elif field.kind is FieldKind.MANY_TO_MANY and relation is not None:
                iterate(machine, follow(machine, row, relation, node), node)
    return UNKNOWN


def _chosen(names: Value) -> Chosen | None:
    """Whether a field is among the names; all are where there are none. None when the names are not known."""
    match names:
        case Const(value=None):
            return lambda name: True
        case Tuple(items=items) if all(isinstance(item, Const) for item in items):
            return frozenset(str(item.value) for item in items if isinstance(item, Const)).__contains__
    return None


def _relations(model: Model) -> Iterator[tuple[Field, Relation]]:
    """The relational fields of a model."""
    for name, field in model.fields.items():
        relation = model.forward.get(name)
        if relation is not None and field.kind is not FieldKind.GENERIC_RELATION:
            yield field, relation


def _parents(machine: Machine, model: Model) -> list[Model]:
    return [machine.graph.models[symbol] for symbol in model.parents]


def _concrete(machine: Machine, model: Model) -> Model:
    """The model whose table a proxy shows."""
    if not model.proxy:
        return model
    concrete: list[Symbol] = [p.symbol for p in _parents(machine, model) if not (p.abstract or p.proxy)]
    return machine.graph.models[concrete[0]] if concrete else model


SERIALIZATION = Framework(
    functions={
        "django.core.serializers.serialize": _serialize,
        "django.forms.models.model_to_dict": _model_to_dict,
        "django.forms.model_to_dict": _model_to_dict,
    }
)
