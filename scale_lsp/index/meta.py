"""`Meta` of models: its options with what they inherit, and the indexes that they and the fields declare.

Sources: https://docs.djangoproject.com/en/5.2/ref/models/indexes/, https://docs.djangoproject.com/en/5.2/ref/models/constraints/,
https://docs.djangoproject.com/en/5.2/topics/db/models/#meta-inheritance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Items

from scale_lsp.index.classes import Classes
from scale_lsp.index.indexes import Index, Indexes, Source
from scale_lsp.index.models import Field, Model
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.shape import Call, Literal, Member, Name, Sequence, Shape, string
from scale_lsp.orm.fields import FieldKind, canonical
from scale_lsp.text.records import replace


def indexes_of(classes: Classes, models: Mapping[Symbol, Model], model: Model) -> Indexes:
    """The indexes of the table of a model."""
    own = _local_fields(models, model)
    found = [index for field in own.values() for index in _of_field(field)]
    options, known = meta_of(classes, model.symbol, models)
    for name, read in _READERS.items():
        if name in options:
            shape, declared_in = options[name]
            more, all_read = read(classes, shape, declared_in)
            found += more
            known = known and all_read
    return Indexes(tuple(found), known)


def _local_fields(models: Mapping[Symbol, Model], model: Model) -> dict[str, Field]:
    """The fields whose columns are in the model's own table: not those of a parent with a table."""
    parents = [models[p] for p in model.parents if not models[p].abstract]
    elsewhere = {name for parent in parents for name in parent.fields} - set(model.own_fields)
    return {name: field for name, field in model.fields.items() if name not in elsewhere}


def _of_field(field: Field) -> Iterator[Index]:
    """https://docs.djangoproject.com/en/5.2/ref/models/fields/#db-index"""
    if field.kind not in (FieldKind.COLUMN, FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE):
        return
    columns, declared_in, sure = (field.name,), field.declared_in, not field.index_unsure
    if field.unique or field.kind is FieldKind.ONE_TO_ONE:
        yield Index(columns, Source.UNIQUE, declared_in, unique=True, sure=sure)
    elif field.db_index and not field.index_given and field.kind is FieldKind.FOREIGN_KEY:
        yield Index(columns, Source.RELATION, declared_in, sure=sure)
    elif field.db_index or not sure:
        yield Index(columns, Source.FIELD, declared_in, sure=sure)


MetaOptions = Mapping[str, tuple[Shape, Symbol]]
"""Option of `Meta` → what is assigned, and the class in whose `Meta` it stands."""

_EMPTY_BASES = ("django_stubs_ext.", "object")


def meta_of(classes: Classes, symbol: Symbol, models: Mapping[Symbol, Model]) -> tuple[MetaOptions, bool]:
    """The options of a model, with those its `Meta` inherits; False when that has a base which is not seen.

    A class without a `Meta` has the one of its nearest abstract parent.
    """
    for ancestor in classes.info(symbol).ancestors:
        if ancestor != symbol and ancestor in models and not models[ancestor].abstract:
            continue
        summary = classes.summary(ancestor)
        if summary and "Meta" in summary.nested:
            return _meta(classes, ancestor, 0)
    return {}, True


def _meta(classes: Classes, owner: Symbol, depth: int) -> tuple[MetaOptions, bool]:
    summary = classes.summary(owner)
    nested = summary.nested.get("Meta") if summary else None
    if nested is None or depth > 8:
        return {}, False
    options: dict[str, tuple[Shape, Symbol]] = {}
    known = True
    for base in reversed(nested.bases):
        for target in classes.targets(owner.path, base, owner.name):
            if target.kind is Kind.CLASS and target.name.endswith(".Meta"):
                parent = Symbol(Kind.CLASS, target.path, target.name.removesuffix(".Meta"))
                more, fine = _meta(classes, parent, depth + 1)
                options |= more
                known = known and fine
            else:
                known = known and target.name.startswith(_EMPTY_BASES)
    return options | {name: (shape, owner) for name, shape in nested.attributes.items()}, known


# reading lists of Meta

_Read = tuple[list[Index], bool]


def _indexes(classes: Classes, shape: Shape, declared_in: Symbol) -> _Read:
    return _entries(classes, shape, declared_in, Source.INDEXES)


def _constraints(classes: Classes, shape: Shape, declared_in: Symbol) -> _Read:
    return _entries(classes, shape, declared_in, Source.CONSTRAINTS)


def _entries(classes: Classes, shape: Shape, declared_in: Symbol, source: Source) -> _Read:
    found: list[Index] = []
    if not isinstance(shape, Sequence):
        return found, False
    known = True
    for number, item in enumerate(shape.items):
        kind = _class_name(classes, declared_in.path, item)
        if isinstance(item, Call) and kind in _NO_INDEX:
            continue
        if isinstance(item, Call) and kind and (index := _index(item, kind, source, declared_in)):
            found.append(replace(index, entry=number))
        else:
            known = False
    return found, known


_NO_INDEX = frozenset({"CheckConstraint", "ExclusionConstraint"})
_HARMLESS = frozenset(
    {"fields", "name", "violation_error_message", "violation_error_code", "deferrable", "db_tablespace"}
)


def _class_name(classes: Classes, path: str, item: Shape) -> str:
    """Django's name of the class that an entry of a list is made with; "" for one of the project's own."""
    function = item.function if isinstance(item, Call) else None
    target = classes.names.resolve(path, function.dotted) if isinstance(function, Name) else None
    if target is None or target.kind is not Kind.EXTERNAL:
        return ""
    qualified = canonical(target.name)
    return qualified.rpartition(".")[2] if qualified.startswith("django.") else ""


def _index(call: Call, kind: str, source: Source, declared_in: Symbol) -> Index | None:
    options = dict(call.keywords)
    fields = strings(options.get("fields", Sequence(())))
    if fields is None:
        return None
    ordered = [_ordered(argument) for argument in call.arguments]
    expressions = tuple(a for a, column in zip(call.arguments, ordered, strict=True) if not column)
    return Index(
        (*fields, *ordered) if not expressions else (),
        source,
        declared_in,
        unique=kind == "UniqueConstraint",
        plain=kind in ("Index", "UniqueConstraint") and not expressions and set(options) <= _HARMLESS,
        kind="Index" if kind == "UniqueConstraint" else kind,
        expressions=call.arguments if expressions else (),
        options=call.keywords,
    )


def _ordered(argument: Shape) -> str:
    """The column of `"name"`, `F("name")` and `F("name").desc()`; "" for an expression that computes something."""
    match argument:
        case (
            Literal(value=str(name))
            | Call(function=Name(dotted="F" | "models.F"), arguments=(Literal(value=str(name)),))
        ):
            return name
        case Call(function=Member(of=inner, name="asc" | "desc" as order), arguments=(), keywords=()):
            name = _ordered(inner).lstrip("-")
            return f"-{name}" if name and order == "desc" else name
    return ""


def _unique_together(classes: Classes, shape: Shape, declared_in: Symbol) -> _Read:
    return _together(shape, declared_in, Source.UNIQUE_TOGETHER)


def _index_together(classes: Classes, shape: Shape, declared_in: Symbol) -> _Read:
    return _together(shape, declared_in, Source.INDEX_TOGETHER)


def _together(shape: Shape, declared_in: Symbol, source: Source) -> _Read:
    """`("a", "b")` and `[("a", "b"), ("c", "d")]` alike."""
    if isinstance(shape, Literal) or not isinstance(shape, Sequence):
        return [], isinstance(shape, Literal)
    groups: Items[Shape] = (shape,) if any(string(item) for item in shape.items) else shape.items
    read = [strings(group) for group in groups]
    unique = source is Source.UNIQUE_TOGETHER
    found = [Index(names, source, declared_in, i, unique) for i, names in enumerate(read) if names]
    return found, None not in read


def strings(shape: Shape) -> tuple[str, ...] | None:
    """The texts of a list of literals; None when something else is in it."""
    if not isinstance(shape, Sequence):
        return None
    texts = [string(item) for item in shape.items]
    return tuple(text for text in texts if text is not None) if None not in texts else None


_READERS = {
    "indexes": _indexes,
    "constraints": _constraints,
    "unique_together": _unique_together,
    "index_together": _index_together,
}
