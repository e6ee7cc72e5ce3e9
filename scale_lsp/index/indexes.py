"""Indexes as values: what they begin with, which of them serves a lookup, which of them another one makes needless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from scale_lsp.index.names import Symbol
from scale_lsp.index.shape import Shape


class Source(Enum):
    """What makes Django create an index."""

    FIELD = "db_index"
    RELATION = "foreign key"
    UNIQUE = "unique"
    INDEXES = "indexes"
    CONSTRAINTS = "constraints"
    UNIQUE_TOGETHER = "unique_together"
    INDEX_TOGETHER = "index_together"
    SQL = "RunSQL"


@dataclass(frozen=True, slots=True)
class Index:
    """One index. `columns` are names of fields, with a minus where the order is descending.

    `entry` is its place in the list of `Meta` that declares it. `kind` is the name of its class; `plain` says that it
    is a b-tree over all rows which holds its columns and nothing else. `sure` is False when it may not be there.
    """

    columns: tuple[str, ...]
    source: Source
    declared_in: Symbol
    entry: int = 0
    unique: bool = False
    plain: bool = True
    kind: str = "Index"
    expressions: tuple[Shape, ...] = ()
    options: tuple[tuple[str, Shape], ...] = ()
    sure: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.lstrip("-") for column in self.columns)

    def leads(self, other: Index) -> bool:
        """Whether the other index begins with these columns, in this order or in the reverse of it."""
        if self.fields != other.fields[: len(self.columns)]:
            return False
        turned = {a != b for a, b in zip(self.columns, other.columns, strict=False)}
        return len(turned) == 1


@dataclass(frozen=True, slots=True)
class Indexes:
    """All indexes of one table. `known` is False when some part of the declaration cannot be read."""

    all: tuple[Index, ...]
    known: bool = True

    def serve(self, field: str) -> bool:
        """Whether some index begins with a column, so that a lookup of it alone reads few rows."""
        return not self.known or any(i.fields[:1] == (field,) and _usable(i) for i in self.all)


def _usable(index: Index) -> bool:
    return index.plain or index.kind in ("HashIndex", "BrinIndex", "BTreeIndex")


def redundant(indexes: Indexes) -> Iterator[tuple[Index, Index]]:
    """Indexes without which every query is served as before, each with the one that serves in its place.

    Constraints are never among them: they are rules about the data.
    """
    candidates = [i for i in indexes.all if i.sure and i.plain and not i.unique]
    gone: list[Index] = []
    for index in sorted(candidates, key=_dispensable):
        others = (o for o in indexes.all if o.sure and o is not index and o not in gone and _covers(o, index))
        if (other := next(others, None)) is not None:
            gone.append(index)
            yield index, other


_DISPENSABLE = (Source.INDEX_TOGETHER, Source.INDEXES, Source.FIELD, Source.RELATION)


def _dispensable(index: Index) -> tuple[int, int, int]:
    return (len(index.columns), _DISPENSABLE.index(index.source), -index.entry)


def _covers(other: Index, index: Index) -> bool:
    whole = other.plain or (other.kind == "Index" and set(dict(other.options)) <= {"include", "name", "db_tablespace"})
    return whole and not other.expressions and index.leads(other)
