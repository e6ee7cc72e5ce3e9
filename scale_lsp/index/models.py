"""Models as declared: each class with its own fields, before the files are linked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from scale_lsp.index.classes import Classes, ClassInfo
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Name, Sequence, Shape, string
from scale_lsp.orm.fields import (
    KNOWN_ABSTRACT_BASES,
    MANAGER_BASES,
    MODEL_BASES,
    PLAIN_MANAGERS,
    QUERYSET_BASES,
    FieldKind,
    canonical,
    field_kind,
)
from scale_lsp.text.records import replace


class Arity(Enum):
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Field:
    """A model field; `target` is the text or name the relation was declared with."""

    name: str
    kind: FieldKind
    declared_in: Symbol
    target: Shape | None = None
    related_name: str | None = None
    null: bool = False
    unique: bool = False
    parent_link: bool = False
    through: bool = False
    """A many-to-many field with a model of its own in between."""
    editable: bool = True
    column: str = ""
    """Django's name of its class (`CharField`), also of a class that derives from it; "" for a relation."""
    primary_key: bool = False
    db_index: bool = False
    """Whether Django gives it an index of its own that is not unique."""
    index_given: bool = False
    """The declaration itself says `db_index=True`."""
    index_unsure: bool = False
    """What the declaration says of indexes cannot be read."""
    choices: int = 0
    """How many values it can take; 0 when there is no such list."""
    max_length: int | None = None
    auto_now: bool = False
    """`save()` writes the time of the write into it."""
    related_query_name: str | None = None
    to_field: str | None = None
    """The field of the target that a foreign key holds, where the declaration names one."""
    constrained: bool = True
    """A foreign key's row is there for sure: the database checks it."""

    @property
    def is_key(self) -> bool:
        return self.kind in (FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE)


@dataclass(frozen=True, slots=True)
class Relation:
    """A way from one model to another, as an attribute of an instance.

    `back` is the name of the way back when Django fills it in by itself (the forward side of a reverse foreign key).
    `target` is None for a generic foreign key.
    """

    name: str
    arity: Arity
    forward: bool
    target: Symbol | None
    kind: FieldKind
    null: bool = False
    back: str | None = None

    @property
    def selectable(self) -> bool:
        """Whether `select_related` accepts it; otherwise it is for `prefetch_related`."""
        return self.arity is Arity.ONE and self.kind is not FieldKind.GENERIC_FOREIGN_KEY


@dataclass(frozen=True, slots=True)
class ManagerInfo:
    """A manager of a model: its project classes (manager and queryset classes), nearest first."""

    name: str
    classes: tuple[Symbol, ...]
    known: bool
    """False when a class outside the project may load relations or add methods unseen."""


@dataclass(slots=True)
class Model:
    """One model class. Filled in while linking, never changed afterwards."""

    symbol: Symbol
    info: ClassInfo
    app_label: str
    abstract: bool
    proxy: bool
    closed: bool
    """All ancestors are known, so a name that is not found does not exist."""
    own_fields: dict[str, Field]
    parents: tuple[Symbol, ...] = ()
    """Model ancestors, nearest first."""
    fields: dict[str, Field] = field(default_factory=dict)
    forward: dict[str, Relation] = field(default_factory=dict)
    reverse: dict[str, Relation] = field(default_factory=dict)
    managers: dict[str, ManagerInfo] = field(default_factory=dict)
    ordering: tuple[str, ...] | None = ()
    """`Meta.ordering`; None where it has expressions, which are not read."""
    base_manager: str | None = None
    default_manager: str | None = None
    managed: bool = True

    @property
    def name(self) -> str:
        return self.symbol.name.rpartition(".")[2]

    def unlinked(self) -> Model:
        """A copy of its own to fill in."""
        return replace(self, fields={}, forward={}, reverse={}, managers={})


def declared_models(classes: Classes, path: str) -> Iterator[Model]:
    """The model classes of a file, with their own fields."""
    module = classes.names.summary(path)
    for name, summary in module.classes.items() if module else ():
        if not summary.bases:
            continue
        symbol = Symbol(Kind.CLASS, path, name)
        info = classes.info(symbol)
        own = dict(_fields(classes, symbol))
        if info.derives_from(MODEL_BASES) or (own and _may_be_model(info)):
            meta = {**_inherited_meta(classes, info), **_meta(classes, symbol)}
            yield Model(
                symbol=symbol,
                info=info,
                app_label=string(meta.get("app_label")) or "",
                abstract=_is_true(_meta(classes, symbol).get("abstract")),
                proxy=_is_true(_meta(classes, symbol).get("proxy")),
                closed=_is_closed(classes, info),
                own_fields=own,
                ordering=_ordering(meta.get("ordering")),
                base_manager=string(meta.get("base_manager_name")),
                default_manager=string(meta.get("default_manager_name")),
                managed=not _is_false(meta.get("managed")),
            )


def _is_closed(classes: Classes, info: ClassInfo) -> bool:
    """Nothing unseen adds to the class: its ancestors are known, and no decorator changes one of them."""
    decorated = any((summary := classes.summary(a)) and summary.decorators for a in info.ancestors)
    return not decorated and all(o in MODEL_BASES or o in KNOWN_ABSTRACT_BASES for o in info.outside)


def _may_be_model(info: ClassInfo) -> bool:
    """A class with model fields and an ancestor outside the project: that ancestor is an abstract model."""
    return any(
        not o.startswith(("django.forms", "rest_framework.", "django.views", "django_filters")) for o in info.outside
    )


def _fields(classes: Classes, symbol: Symbol) -> Iterator[tuple[str, Field]]:
    summary = classes.summary(symbol)
    for name, shape in summary.attributes.items() if summary else ():
        if isinstance(shape, Call) and (found := _field_class(classes, symbol.path, shape.function)):
            yield name, _field(classes, name, found, symbol, shape)


@dataclass(frozen=True, slots=True)
class _FieldClass:
    """The class of a field: what it is, Django's name of it, and whether the project may change its options."""

    kind: FieldKind
    name: str
    changed: bool = False


def _field_class(classes: Classes, path: str, function: Shape) -> _FieldClass | None:
    target = classes.names.resolve(path, function.dotted) if isinstance(function, Name) else None
    if target is None:
        return None
    if target.kind is Kind.EXTERNAL:
        kind = field_kind(target.name)
        return _FieldClass(kind, canonical(target.name).rpartition(".")[2]) if kind else None
    if target.kind is not Kind.CLASS:
        return None
    info = classes.info(target)
    changed = any((summary := classes.summary(a)) and "__init__" in summary.methods for a in info.ancestors)
    found = ((kind, base) for base in info.outside if (kind := field_kind(base)))
    return next((_FieldClass(kind, base.rpartition(".")[2], changed) for kind, base in found), None)


def _field(classes: Classes, name: str, of: _FieldClass, symbol: Symbol, call: Call) -> Field:
    options = dict(call.keywords)
    kind = of.kind
    relational = kind is not FieldKind.COLUMN and kind is not FieldKind.GENERIC_FOREIGN_KEY
    unique = _is_true(options.get("unique")) or _is_true(options.get("primary_key"))
    by_itself = kind is FieldKind.FOREIGN_KEY or (kind is FieldKind.COLUMN and of.name == "SlugField")
    given = [options[key] for key in ("db_index", "unique", "primary_key") if key in options]
    length = options.get("max_length")
    return Field(
        name=name,
        kind=kind,
        declared_in=symbol,
        target=call.argument(0, "to") if relational else None,
        related_name=string(options.get("related_name")),
        null=_is_true(options.get("null")),
        unique=unique,
        parent_link=_is_true(options.get("parent_link")),
        through="through" in options,
        editable="editable" not in options or _is_true(options["editable"]),
        column=of.name if kind is FieldKind.COLUMN else "",
        primary_key=_is_true(options.get("primary_key")),
        db_index=not unique
        and kind is not FieldKind.ONE_TO_ONE
        and (_is_true(options["db_index"]) if "db_index" in options else by_itself),
        index_given=_is_true(options.get("db_index")),
        index_unsure=of.changed or not all(_is_true(g) or _is_false(g) for g in given),
        choices=_choices(classes, symbol.path, options.get("choices")),
        auto_now=_is_true(options.get("auto_now")),
        max_length=length.value if isinstance(length, Literal) and isinstance(length.value, int) else None,
        related_query_name=string(options.get("related_query_name")),
        to_field=string(options.get("to_field")),
        constrained=not _is_false(options.get("db_constraint")),
    )


_SOME_CHOICES = 10


def _choices(classes: Classes, path: str, shape: Shape | None) -> int:
    """The length of a list of choices. One that is made elsewhere is taken for a short one."""
    match shape:
        case None | Literal(value=None):
            return 0
        case Sequence(items=items) if items:
            return len(items)
        case Name(dotted=dotted):
            target = classes.names.resolve(path, dotted.removesuffix(".choices"))
            if target and target.kind is Kind.CLASS and (summary := classes.summary(target)):
                return sum(not name.startswith("_") for name in summary.attributes) or _SOME_CHOICES
            value = classes.names.value_shape(target) if target and target.kind is Kind.VALUE else None
            return len(value.items) if isinstance(value, Sequence) and value.items else _SOME_CHOICES
    return _SOME_CHOICES


def _meta(classes: Classes, symbol: Symbol) -> dict[str, Shape]:
    summary = classes.summary(symbol)
    meta = summary.nested.get("Meta") if summary else None
    return meta.attributes if meta else {}


def _inherited_meta(classes: Classes, info: ClassInfo) -> dict[str, Shape]:
    """`Meta` options that come from parents; `abstract` and `proxy` are never inherited."""
    merged: dict[str, Shape] = {}
    for ancestor in reversed(info.ancestors[1:]):
        merged |= {k: v for k, v in _meta(classes, ancestor).items() if k not in ("abstract", "proxy")}
    return merged


def manager_info(classes: Classes, path: str, name: str, shape: Shape) -> ManagerInfo | None:
    """The manager that a class attribute declares; None when the attribute is no manager."""
    if not isinstance(shape, Call):
        return None
    function = shape.function
    if isinstance(function, Name) and function.dotted.endswith(".as_manager"):
        targets = tuple(classes.targets(path, Name(function.dotted.removesuffix(".as_manager"))))
        bases = QUERYSET_BASES
    else:
        targets = tuple(classes.targets(path, function))
        bases = MANAGER_BASES | QUERYSET_BASES
        if (inner := dict(shape.keywords).get("_manager_class")) is not None:  # django_scopes.ScopedManager
            targets += tuple(classes.targets(path, inner))
    project = tuple(t for t in targets if t.kind is Kind.CLASS)
    outside = [o for t in targets for o in (classes.info(t).outside if t.kind is Kind.CLASS else (t.name,))]
    plain = bases | PLAIN_MANAGERS
    if not any(o in plain for o in outside):
        if name != "objects":
            return None
        return ManagerInfo(name, project, False)
    return ManagerInfo(name, project, all(o in plain or o in MANAGER_BASES for o in outside))


def _is_true(shape: Shape | None) -> bool:
    return isinstance(shape, Literal) and shape.value is True


def _is_false(shape: Shape | None) -> bool:
    return isinstance(shape, Literal) and shape.value is False


def _ordering(shape: Shape | None) -> tuple[str, ...] | None:
    """https://docs.djangoproject.com/en/5.2/ref/models/options/#ordering"""
    if shape is None:
        return ()
    names = tuple(s for i in shape.items if (s := string(i))) if isinstance(shape, Sequence) else ()
    return names if isinstance(shape, Sequence) and len(names) == len(shape.items) else None
