"""What the rules about searching share: identifiers, tables that are worth it, and indexes for parts of a text."""

from __future__ import annotations

import re

from scale_lsp.common.indexes import label
from scale_lsp.flow.surveys import SearchedColumn, TextSearched
from scale_lsp.index.indexes import Index
from scale_lsp.index.shape import Call, Name, Shape, string
from scale_lsp.rule import Context

_IDENTIFIER = re.compile(
    r"(?:^|_)(?:phone|mobile|tel|email|sku|code|barcode|iban|bvn|token|uuid|slug|username|plate|passport"
    r"|national_id|passport_number|order_number|phone_number|mobile_number|tracking_number|serial_number)$"
)
_IDENTIFYING = frozenset({"EmailField", "UUIDField", "SlugField"})


def is_identifier(column: SearchedColumn) -> bool:
    """Whether a column holds what people have as a whole: a number, an address, a code."""
    return column.field.column in _IDENTIFYING or _IDENTIFIER.search(column.field.name) is not None


def is_small(search: TextSearched, ctx: Context) -> bool:
    """Whether the user has said that the table is a small one."""
    model = ctx.graph.models.get(search.model)
    rows = ctx.options.table_rows(label(model)) if model else None
    return rows is not None and rows < ctx.options.index_min_rows


def is_indexed(column: SearchedColumn, ctx: Context) -> bool:
    """Whether an index on what Django compares is there: the column, or its upper case where case does not count.

    An index that cannot be read may be one.
    """
    indexes = ctx.graph.indexes(column.table)
    upper = column.lookup.startswith("i")
    part = column.lookup not in ("iexact", "istartswith")
    return not indexes.known or any(_serves(index, column.field.name, upper, part) for index in indexes.all)


def _serves(index: Index, name: str, upper: bool, part: bool) -> bool:
    if part and index.kind not in ("GinIndex", "GistIndex", "OpClassIndex", "?"):
        return False
    if not upper:
        return name in index.fields or any(_holds(e, name) for e in index.expressions)
    return any(_holds(e, name, within="Upper") for e in index.expressions)


def _holds(shape: Shape, name: str, within: str = "") -> bool:
    """Whether an expression has a column in it, below a call of a function if that is asked for."""
    if string(shape) == name:
        return not within
    if not isinstance(shape, Call):
        return False
    called = shape.function.dotted.rpartition(".")[2] if isinstance(shape.function, Name) else ""
    return any(_holds(a, name, "" if called == within else within) for a in shape.arguments)
