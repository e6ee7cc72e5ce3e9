"""Which index a table lacks, told from how its rows are asked for.

Columns that are compared with `=` come first, then the one the rows are ordered by or that is compared with `<`:
https://www.postgresql.org/docs/current/indexes-multicolumn.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scale_lsp.index.indexes import Indexes
from scale_lsp.index.models import Field
from scale_lsp.orm.fields import FieldKind

Fields = Mapping[str, Field]

_ORDERED = frozenset(
    {
        *("CharField", "EmailField", "SlugField", "URLField", "FilePathField", "GenericIPAddressField", "UUIDField"),
        *("IntegerField", "BigIntegerField", "SmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField"),
        *("PositiveSmallIntegerField", "DecimalField", "FloatField", "DurationField", "BooleanField"),
        *("DateField", "DateTimeField", "TimeField"),
    }
)
_LONGEST_TEXT = 500
"""A b-tree of PostgreSQL refuses values of more than 2,704 bytes."""
_MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """What a query asks of one table: columns compared with `=`, one compared with `<` and its like, and the order of
    the rows where only the first of them are wanted.
    """

    equal: frozenset[str] = frozenset()
    between: str | None = None
    order: tuple[str, ...] = ()

    @property
    def then(self) -> str | None:
        """The column that an index should have behind those compared with `=`."""
        return self.order[0].lstrip("-") if self.order else self.between


def has_few_values(field: Field) -> bool:
    """A column most of whose values are shared by many rows."""
    return is_yes_or_no(field) or bool(field.choices)


def is_yes_or_no(field: Field) -> bool:
    """A column with two values: usually most rows have one of them, so that an index on the others serves as well."""
    return field.column == "BooleanField"


def _telling(demand: Demand, fields: Fields) -> frozenset[str]:
    return frozenset(name for name in demand.equal if not is_yes_or_no(fields[name]))


def can_be_indexed(field: Field) -> bool:
    if field.kind in (FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE):
        return True
    return field.column in _ORDERED and (field.max_length or 0) <= _LONGEST_TEXT


def is_served(demand: Demand, indexes: Indexes, fields: Fields) -> bool:
    """Whether an index leads to few rows, or no index could: where that is not known, too."""
    equal = _telling(demand, fields)
    few = {name for name in equal if has_few_values(fields[name])}
    if any(indexes.serve(name) for name in demand.equal - few):
        return True
    if not indexes.known or (not demand.then and few == equal):
        return True
    width = len(equal)
    if not equal and not demand.order and any(demand.between in i.fields for i in indexes.all if i.kind == "BrinIndex"):
        return True
    keys = [index.fields for index in indexes.all if index.kind in ("Index", "BTreeIndex")]
    return any(set(k[:width]) == equal and (not demand.then or k[width : width + 1] == (demand.then,)) for k in keys)


def proposed(demand: Demand, fields: Fields) -> tuple[str, ...]:
    """The columns of an index that serves; () when there is none to propose."""
    if any(not can_be_indexed(fields[name]) for name in (*demand.equal, demand.then) if name):
        return ()
    telling = _telling(demand, fields)
    equal = sorted(telling, key=lambda name: (has_few_values(fields[name]), -fields[name].choices, name))
    if demand.then is not None and is_yes_or_no(fields[demand.then]):
        return ()
    order = demand.order[:1] if len(demand.order) == 1 else demand.order[:2]
    last = order or ((demand.between,) if demand.between else ())
    last = tuple(key for key in last if key.lstrip("-") not in equal)
    key = (*equal, *last)
    return key if len(equal) < _MOST_COLUMNS else tuple(equal[:_MOST_COLUMNS])


def lacks_all(demand: Demand, indexes: Indexes, fields: Fields) -> bool:
    """Whether no index helps at all: as opposed to one that helps a little."""
    equal = _telling(demand, fields)
    if any(not has_few_values(fields[name]) for name in equal):
        return True
    named = (*equal, *([demand.then] if demand.then else []))
    return not any(indexes.serve(name) for name in named)


def merged(keys: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each key → the longest of the keys that it is the beginning of."""
    every = list(dict.fromkeys(keys))
    return {key: max((k for k in every if _begins(key, k)), key=len) for key in every}


def _begins(key: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    if len(key) == 1:
        return longer[:1] and longer[0].lstrip("-") == key[0].lstrip("-")  # type: ignore[return-value]
    return longer[: len(key)] == key
