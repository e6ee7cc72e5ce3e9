"""From the summaries of all files to the model graph: names, classes, models and their relations.

When files say something new, what did not depend on it is taken over from the graph before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set

from scale_lsp.index.classes import Classes
from scale_lsp.index.dependencies import (
    LABELS,
    MODELS,
    MODULES,
    PATHS,
    USER_MODEL,
    Dependency,
    Reads,
    model,
    modules_in,
    request_attribute,
)
from scale_lsp.index.graph import Linked, ModelGraph
from scale_lsp.index.indexes import Indexes
from scale_lsp.index.labels import app_label, app_labels, user_model_of
from scale_lsp.index.memo import Mapped, Memo
from scale_lsp.index.models import Arity, Field, ManagerInfo, Model, Relation, declared_models, manager_info
from scale_lsp.index.names import Kind, Names, Symbol
from scale_lsp.index.receivers import Receivers
from scale_lsp.index.roles import Roles
from scale_lsp.index.shape import Call, Name, Shape, string
from scale_lsp.index.summary import ModuleSummary
from scale_lsp.orm.fields import FieldKind
from scale_lsp.text.records import replace


def link(
    modules: Mapping[str, ModuleSummary],
    root: str,
    reads: Reads | None = None,
    before: ModelGraph | None = None,
    changed: Set[Dependency] = frozenset(),
) -> ModelGraph:
    """The graph over the summaries of all files. Never fails: what does not resolve is left out.

    `before` is the graph as it was before what has `changed`.
    """
    reads = reads or Reads()
    names = Names(modules, root, reads, before.names if before and PATHS not in changed else None)
    infos = before.classes.infos.without(changed) if before else None
    classes = Classes(names, infos)
    with reads.noted():
        linked = _linked(classes, before.linked if before else None, changed)
        roles = Roles(classes, before.roles if before else None, changed)
        receivers = Receivers(classes, before.receivers if before else None, changed)
    models = Mapped(linked.models, reads, MODELS, model)
    by_label = Mapped(linked.by_label, reads, LABELS, lambda _: LABELS)
    attributes = Mapped(linked.request_attributes, reads, MODELS, request_attribute)
    return ModelGraph(names, classes, models, by_label, roles, receivers, attributes, linked)


def changes(before: ModelGraph, after: ModelGraph) -> Iterator[Dependency]:
    """What the graph does not say as it was said before."""
    old, new = before.linked, after.linked
    if old.models is not new.models:
        for symbol in old.models.keys() | new.models.keys():
            if old.models.get(symbol) is not new.models.get(symbol):
                yield model(symbol)
                yield MODELS
    if old.by_label != new.by_label:
        yield LABELS
    if old.user_model != new.user_model:
        yield USER_MODEL
    for name in old.request_attributes.keys() | new.request_attributes.keys():
        if old.request_attributes.get(name) != new.request_attributes.get(name):
            yield request_attribute(name)
    yield from after.roles.changes(before.roles)
    yield from after.receivers.changes(before.receivers)


def _linked(classes: Classes, before: Linked | None, changed: Set[Dependency]) -> Linked:
    names = classes.names
    declared = before.declared.without(changed) if before else Memo[str, tuple[Model, ...]](names.reads)
    indexes = before.indexes.without(changed) if before else Memo[Symbol, Indexes](names.reads)
    managers = before.managers.without(changed) if before else Memo[Symbol, dict[str, ManagerInfo]](names.reads)
    said = [*modules_in(changed)]

    def of_file(path: str) -> tuple[Model, ...]:
        return declared.get(path, lambda path: tuple(declared_models(classes, path)))

    labels, attributes = _labels(names, before, said), _request_attributes(names, before, said)
    if before is not None and labels == before.labels and before.uses.keys().isdisjoint(changed):
        if not any(declared.gone.values()) and not any(of_file(path) for path in {*said, *declared.gone}):
            return replace(before, declared=declared, request_attributes=attributes, indexes=indexes, managers=managers)
    of_files = [of_file(path) for path in names.modules]
    with names.reads.noted() as uses:
        models = {one.symbol: one.unlinked() for some in of_files for one in some}
        by_label = _fill(models, labels)
        for symbol, one in models.items():
            one.managers = managers.get(symbol, lambda symbol: _managers(classes, models[symbol]))
        user_model = user_model_of(names.modules, by_label)
        linker = _Linker(classes, models, by_label, user_model)
        for one in models.values():
            linker.add_forward(one)
        for one in models.values():
            if not one.abstract and not one.proxy:
                linker.add_reverse(one)
    if before is not None:
        models = {symbol: old if (old := before.models.get(symbol)) == new else new for symbol, new in models.items()}
    uses.pop(MODULES, None)
    return Linked(models, by_label, user_model, declared, labels, uses, indexes, managers, attributes)


def _fill(models: Mapping[Symbol, Model], labels: Mapping[str, str]) -> dict[tuple[str, str], Symbol]:
    """Parents and labels; which model a label means."""
    by_label: dict[tuple[str, str], Symbol] = {}
    for one in models.values():
        one.parents = tuple(s for s in one.info.ancestors[1:] if s in models)
        one.app_label = one.app_label or app_label(one.symbol.path, labels)
        if not one.abstract:
            by_label.setdefault((one.app_label, one.name.lower()), one.symbol)
    return by_label


def _labels(names: Names, before: Linked | None, said: Collection[str]) -> Mapping[str, str]:
    if before is not None and not any(path.endswith("/apps.py") for path in said):
        return before.labels
    return app_labels(names.modules)


def _request_attributes(
    names: Names, before: Linked | None, said: Collection[str]
) -> Mapping[str, Collection[tuple[str, str]]]:
    if before is not None:
        known = {path for some in before.request_attributes.values() for path, _ in some}
        if not any(path in known or (path in names.modules and names.modules[path].requests) for path in said):
            return before.request_attributes
    found: dict[str, list[tuple[str, str]]] = {}
    for path, module in names.modules.items():
        for name, functions in module.requests.items():
            found.setdefault(name, []).extend((path, function) for function in functions)
    return found


def _managers(classes: Classes, model: Model) -> dict[str, ManagerInfo]:
    found: dict[str, ManagerInfo] = {}
    for ancestor in classes.info(model.symbol).ancestors:
        summary = classes.summary(ancestor)
        for name, shape in summary.attributes.items() if summary else ():
            if name not in found and (info := manager_info(classes, ancestor.path, name, shape)):
                found[name] = info
    if not found and model.closed:
        found["objects"] = ManagerInfo("objects", (), True)
    elif not found:
        found["objects"] = ManagerInfo("objects", (), "?" not in model.info.outside)
    return found


class _Linker:
    """Fills in the relations of models."""

    def __init__(
        self,
        classes: Classes,
        models: Mapping[Symbol, Model],
        by_label: Mapping[tuple[str, str], Symbol],
        user_model: Symbol | None,
    ) -> None:
        self.classes = classes
        self.models = models
        self.by_label = by_label
        self.user_model = user_model

    def add_forward(self, model: Model) -> None:
        for symbol in reversed((model.symbol, *model.parents)):
            model.fields |= self.models[symbol].own_fields
        for name, field in model.fields.items():
            relation = self._forward(model, field)
            if relation:
                model.forward[name] = relation
        for parent in self._concrete_parents(model):
            pointer = f"{parent.name.lower()}_ptr"
            model.forward.setdefault(
                pointer,
                Relation(pointer, Arity.ONE, True, parent.symbol, FieldKind.ONE_TO_ONE, back=model.name.lower()),
            )

    def _concrete_parents(self, model: Model) -> list[Model]:
        if model.proxy or model.abstract:
            return []
        parents = [self.models[p] for p in model.parents if not self.models[p].abstract]
        return parents[:1]

    def _forward(self, model: Model, field: Field) -> Relation | None:
        if field.kind is FieldKind.GENERIC_FOREIGN_KEY:
            return Relation(field.name, Arity.ONE, True, None, field.kind, null=True)
        if field.kind in (FieldKind.COLUMN, FieldKind.UNKNOWN):
            return None
        target = self._target(model, field.declared_in.path, field.target)
        many = field.kind in (FieldKind.MANY_TO_MANY, FieldKind.GENERIC_RELATION)
        back = None
        if field.kind is FieldKind.ONE_TO_ONE and target:
            back = self._accessor(model, field, target)
        return Relation(field.name, Arity.MANY if many else Arity.ONE, True, target, field.kind, field.null, back)

    def add_reverse(self, model: Model) -> None:
        concrete = {f for p in self._concrete_parents(model) for f in p.fields}
        for name, field in model.fields.items():
            relation = model.forward.get(name)
            if name in concrete or relation is None or relation.target is None:
                continue
            accessor = self._accessor(model, field, relation.target)
            if accessor is None or field.kind is FieldKind.GENERIC_RELATION:
                continue
            one = field.kind is FieldKind.ONE_TO_ONE
            back = None if field.kind is FieldKind.MANY_TO_MANY else name
            reverse = Relation(accessor, Arity.ONE if one else Arity.MANY, False, model.symbol, field.kind, True, back)
            self._attach(relation.target, accessor, reverse)
        for parent in self._concrete_parents(model):
            accessor = model.name.lower()
            back = f"{parent.name.lower()}_ptr"
            self._attach(
                parent.symbol,
                accessor,
                Relation(accessor, Arity.ONE, False, model.symbol, FieldKind.ONE_TO_ONE, True, back),
            )

    def _attach(self, target: Symbol, accessor: str, relation: Relation) -> None:
        model = self.models.get(target)
        if model is None:
            return
        model.reverse.setdefault(accessor, relation)
        if model.proxy:  # Django shows relations to a proxy on the concrete model too.
            for parent in model.parents:
                self.models[parent].reverse.setdefault(accessor, relation)

    def _accessor(self, model: Model, field: Field, target: Symbol) -> str | None:
        """https://docs.djangoproject.com/en/5.2/ref/models/fields/#django.db.models.ForeignKey.related_name"""
        if field.kind is FieldKind.MANY_TO_MANY and target == model.symbol and field.related_name is None:
            return None  # symmetrical
        if field.related_name:
            if field.related_name.endswith("+"):
                return None
            return (
                field.related_name.replace("%(class)s", model.name.lower())
                .replace("%(app_label)s", model.app_label.lower())
                .replace("%(model_name)s", model.name.lower())
            )
        return model.name.lower() if field.kind is FieldKind.ONE_TO_ONE else f"{model.name.lower()}_set"

    def _target(self, model: Model, path: str, shape: Shape | None, depth: int = 0) -> Symbol | None:
        if depth > 4 or shape is None:
            return None
        text = string(shape)
        if text is not None:
            return self._by_text(model, path, text)
        if isinstance(shape, Call):
            called = shape.function.dotted if isinstance(shape.function, Name) else ""
            if called.endswith("get_user_model"):
                return self.user_model
            if called.endswith("get_model"):
                label, name = string(shape.argument(0, "app_label")), string(shape.argument(1, "model_name"))
                return self._by_text(model, path, f"{label}.{name}" if name else label or "")
            return None
        if not isinstance(shape, Name):
            return None
        if shape.dotted.rpartition(".")[2] == "AUTH_USER_MODEL":
            return self.user_model
        found = self.classes.names.resolve(path, shape.dotted)
        if found is None or found.kind is Kind.EXTERNAL:
            return None
        if found.kind is Kind.CLASS:
            return found if found in self.models else None
        value = self.classes.names.value_shape(found)
        return self._target(model, found.path, value, depth + 1) if value is not None else None

    def _by_text(self, model: Model, path: str, text: str) -> Symbol | None:
        if text == "self":
            return model.symbol
        label, _, name = text.rpartition(".")
        if label:
            return self.by_label.get((label, name.lower()))
        home = self.models[model.symbol].app_label
        same_file = Symbol(Kind.CLASS, path, name)
        return self.by_label.get((home, name.lower())) or (same_file if same_file in self.models else None)
