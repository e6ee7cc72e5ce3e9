"""The model graph: every relation of every model, forward and reverse, across files and apps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scale_lsp.index.classes import Classes
from scale_lsp.index.models import Arity, Field, ManagerInfo, Model, Relation, declared_models, manager_info
from scale_lsp.index.names import Kind, Names, Symbol
from scale_lsp.index.receivers import Receivers
from scale_lsp.index.roles import Roles
from scale_lsp.index.shape import Call, Name, Shape, string
from scale_lsp.index.summary import ModuleSummary
from scale_lsp.orm.fields import FieldKind


@dataclass(frozen=True, slots=True)
class ModelGraph:
    """Immutable. `relation(model, name)` answers for inherited, reverse and implicit names alike."""

    names: Names
    classes: Classes
    models: Mapping[Symbol, Model]
    by_label: Mapping[tuple[str, str], Symbol]
    """(app label, model name in lower case) → model."""
    user_model: Symbol | None
    roles: Roles
    receivers: Receivers
    request_attributes: Mapping[str, Collection[tuple[str, str]]]
    """Attribute of `request` → (path, function) of each assignment."""

    def model(self, symbol: Symbol | None) -> Model | None:
        return self.models.get(symbol) if symbol else None

    def relation(self, symbol: Symbol, name: str) -> Relation | None:
        """The relation of that attribute name, looked up through parents; None when there is none."""
        for model in self._lineage(symbol):
            if found := model.forward.get(name) or model.reverse.get(name):
                return found
        return None

    def field(self, symbol: Symbol, name: str) -> Field | None:
        model = self.models.get(symbol)
        return model.fields.get(name) if model else None

    def attname_owner(self, symbol: Symbol, name: str) -> Field | None:
        """The foreign key whose column is read by `name` (`customer_id`)."""
        if not name.endswith("_id"):
            return None
        found = self.field(symbol, name[:-3])
        return found if found and found.kind in (FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE) else None

    def key(self, symbol: Symbol, relation: str, attribute: str) -> Field | None:
        """The foreign key whose column has what `row.relation.attribute` is, so that the related row is not needed.

        https://docs.djangoproject.com/en/5.2/topics/db/optimization/#use-foreign-key-values-directly
        """
        field, found = self.field(symbol, relation), self.relation(symbol, relation)
        if field is None or found is None or field.kind not in (FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE):
            return None
        target = self.model(found.target)
        if target is None or not found.forward:
            return None
        held = field.to_field or self.primary_key(target.symbol)
        return field if attribute in ((held, "pk") if held == self.primary_key(target.symbol) else (held,)) else None

    def primary_key(self, symbol: Symbol) -> str:
        """The name of a model's primary key; `pk` where it is a relation."""
        fields = self.models[symbol].fields.values()
        declared = next((field for field in fields if field.primary_key), None)
        if declared is None:
            return "id"
        return declared.name if declared.kind is FieldKind.COLUMN else "pk"

    def walk(self, symbol: Symbol, path: str) -> Iterator[Relation | None]:
        """The relations along a path such as `customer__address`; ends with None at the first unknown name."""
        here: Symbol | None = symbol
        for name in path.split("__"):
            relation = self.relation(here, name) if here else None
            yield relation
            if relation is None:
                return
            here = relation.target

    def ends(self, symbol: Symbol, path: str) -> tuple[Model | None, Model | None]:
        """The models on both sides of the last relation of a path."""
        before = [symbol, *(relation.target if relation else None for relation in self.walk(symbol, path))]
        return self.model(before[-2]), self.model(before[-1])

    def relation_names(self, symbol: Symbol) -> set[str]:
        return {name for model in self._lineage(symbol) for name in (*model.forward, *model.reverse)}

    def closed(self, symbol: Symbol) -> bool:
        """Whether every relation of the model is known. Packages may point at the user and other shipped models."""
        model = self.models.get(symbol)
        return bool(model and model.closed and symbol != self.user_model and not is_shipped(symbol.path))

    def manager(self, symbol: Symbol, name: str) -> ManagerInfo | None:
        model = self.models.get(symbol)
        return model.managers.get(name) if model else None

    def default_manager(self, symbol: Symbol) -> ManagerInfo:
        model = self.models[symbol]
        if model.default_manager and model.default_manager in model.managers:
            return model.managers[model.default_manager]
        return next(iter(model.managers.values()), ManagerInfo("objects", (), True))

    def is_subclass(self, symbol: Symbol, ancestor: Symbol) -> bool:
        return any(model.symbol == ancestor for model in self._lineage(symbol))

    def _lineage(self, symbol: Symbol) -> Iterator[Model]:
        model = self.models.get(symbol)
        if model is None:
            return
        yield model
        for parent in model.parents:
            if found := self.models.get(parent):
                yield found


SHIPPED_ROOT = "<django>"


def is_shipped(path: str) -> bool:
    """Whether a path is one of the stubs of Django's own models."""
    return path.startswith(f"/{SHIPPED_ROOT}/")


def link(modules: Mapping[str, ModuleSummary], root: str) -> ModelGraph:
    """The graph over the summaries of all files. Never fails: what does not resolve is left out."""
    names = Names(modules, root)
    classes = Classes(names)
    models = {model.symbol: model for model in declared_models(classes)}
    labels = _app_labels(modules)
    by_label: dict[tuple[str, str], Symbol] = {}
    for model in models.values():
        model.parents = tuple(s for s in model.info.ancestors[1:] if s in models)
        model.app_label = model.app_label or _app_label(model.symbol.path, labels)
        if not model.abstract:
            by_label.setdefault((model.app_label, model.name.lower()), model.symbol)
        model.managers = _managers(classes, model)
    user_model = _user_model(modules, by_label)
    linker = _Linker(classes, models, by_label, user_model)
    for model in models.values():
        linker.add_forward(model)
    for model in models.values():
        if not model.abstract and not model.proxy:
            linker.add_reverse(model)
    return ModelGraph(
        names, classes, models, by_label, user_model, Roles(classes), Receivers(classes), _request_attributes(modules)
    )


def _request_attributes(modules: Mapping[str, ModuleSummary]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for path, module in modules.items():
        for name, functions in module.requests.items():
            found.setdefault(name, []).extend((path, function) for function in functions)
    return found


def _managers(classes: Classes, model: Model) -> dict[str, ManagerInfo]:
    found: dict[str, ManagerInfo] = {}
    for ancestor in model.info.ancestors:
        summary = classes.summary(ancestor)
        for name, shape in summary.attributes.items() if summary else ():
            if name not in found and (info := manager_info(classes, ancestor.path, name, shape)):
                found[name] = info
    if not found and model.closed:
        found["objects"] = ManagerInfo("objects", (), True)
    elif not found:
        found["objects"] = ManagerInfo("objects", (), "?" not in model.info.outside)
    return found


def _app_labels(modules: Mapping[str, ModuleSummary]) -> dict[str, str]:
    """Folder of an `apps.py` → the label its configuration gives."""
    labels: dict[str, str] = {}
    for path, summary in modules.items():
        folder, _, name = path.rpartition("/")
        if name != "apps.py":
            continue
        for config in summary.classes.values():
            label = (
                string(config.attributes.get("label"))
                or (string(config.attributes.get("name")) or "").rpartition(".")[2]
            )
            if label:
                labels[folder] = label
    return labels


def _app_label(path: str, labels: Mapping[str, str]) -> str:
    folder = path.rpartition("/")[0]
    walk = folder
    while walk:
        if walk in labels:
            return labels[walk]
        walk = walk.rpartition("/")[0]
    parts = folder.split("/")
    if "models" in parts[1:]:
        return parts[len(parts) - 1 - parts[::-1].index("models") - 1]
    return parts[-1]


def _user_model(modules: Mapping[str, ModuleSummary], by_label: Mapping[tuple[str, str], Symbol]) -> Symbol | None:
    for summary in modules.values():
        setting = string(summary.assigns.get("AUTH_USER_MODEL"))
        if setting and "." in setting:
            label, _, name = setting.rpartition(".")
            if found := by_label.get((label.rpartition(".")[2], name.lower())):
                return found
    return by_label.get(("auth", "user"))


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
        return self._target(model, found.path, value, depth + 1) if value is not None else None  # type: ignore[arg-type]

    def _by_text(self, model: Model, path: str, text: str) -> Symbol | None:
        if text == "self":
            return model.symbol
        label, _, name = text.rpartition(".")
        if label:
            return self.by_label.get((label, name.lower()))
        home = self.models[model.symbol].app_label
        same_file = Symbol(Kind.CLASS, path, name)
        return self.by_label.get((home, name.lower())) or (same_file if same_file in self.models else None)
