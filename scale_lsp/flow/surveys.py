"""Facts that the files of a project show without being interpreted. Rules subscribe to them as to all others."""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.values import Site
from scale_lsp.index.models import Field
from scale_lsp.index.names import Symbol


@dataclass(frozen=True, slots=True)
class SocketsAccepted:
    """A consumer that is routed accepts WebSockets. `counted`: something on the way there may keep their number small.

    `accept` is where it says so, None where the base class does.
    """

    site: Site
    consumer: Symbol
    routes: tuple[Site, ...]
    accept: Site | None
    counted: bool


@dataclass(frozen=True, slots=True)
class SearchedColumn:
    """`name__icontains`: the path as it is written, the column it leads to, and the lookup; where it is written."""

    path: str
    table: Symbol
    field: Field
    lookup: str
    site: Site


@dataclass(frozen=True, slots=True)
class TextSearched:
    """Rows are chosen by a part of a text, while somebody waits, and nothing else narrows them.

    `declared` names a list of columns that a framework searches, such as `search_fields`; "" for a query. `one`: the
    first row that fits is all that is wanted.
    """

    site: Site
    model: Symbol
    columns: tuple[SearchedColumn, ...]
    one: bool = False
    declared: str = ""
    seldom: bool = False
    """Only staff waits for it."""


Survey = SocketsAccepted | TextSearched
