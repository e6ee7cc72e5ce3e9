"""The model graph: every relation of every model, forward and reverse, across files and apps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scale_lsp.index.classes import Classes
from scale_lsp.index.dependencies import USER_MODEL, Dependency
from scale_lsp.index.indexes import Indexes
from scale_lsp.index.memo import Memo
from scale_lsp.index.meta import indexes_of
from scale_lsp.index.models import Field, ManagerInfo, Model, Relation
from scale_lsp.index.names import Names, Symbol
from scale_lsp.index.receivers import Receivers
from scale_lsp.index.roles import Roles
from scale_lsp.orm.fields import FieldKind


@dataclass(frozen=True, slots=True)
class Linked:
    """Models with their relations, and what they depend on."""

    models: Mapping[Symbol, Model]
    by_label: Mapping[tuple[str, str], Symbol]
    user_model: Symbol | None
    declared: Memo[str, tuple[Model, ...]]
    """The models of each file, not linked."""
    labels: Mapping[str, str]
    """Folder of an `apps.py` → the label its configuration gives."""
    uses: Mapping[Dependency, None]
    indexes: Memo[Symbol, Indexes]
    managers: Memo[Symbol, dict[str, ManagerInfo]]
    request_attributes: Mapping[str, Collection[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class ModelGraph:
    """Immutable. `relation(model, name)` answers for inherited, reverse and implicit names alike."""

    names: Names
    classes: Classes
    models: Mapping[Symbol, Model]
    by_label: Mapping[tuple[str, str], Symbol]
    """(app label, model name in lower case) → model."""
    roles: Roles
    receivers: Receivers
    request_attributes: Mapping[str, Collection[tuple[str, str]]]
    """Attribute of `request` → (path, function) of each assignment."""
    linked: Linked
    """What it was made from, for the next one."""

    @property
    def user_model(self) -> Symbol | None:
        self.names.reads.note(USER_MODEL)
        return self.linked.user_model

    def indexes(self, symbol: Symbol) -> Indexes:
        """The indexes of the table of a model. Raises KeyError for what is no model."""
        model = self.models[symbol]
        return self.linked.indexes.get(symbol, lambda _: indexes_of(self.classes, self.models, model))

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
