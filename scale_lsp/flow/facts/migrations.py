"""What new migrations do on PostgreSQL to tables that are there already: others wait for as long as it takes.

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from __future__ import annotations

from dataclasses import dataclass

from scale_lsp.flow.values import Site


@dataclass(frozen=True, slots=True)
class TableOperation:
    """An operation on the table of a model. `kind` is its class; the site is the name of the class in the call."""

    site: Site
    kind: str
    model: str
    label: str
    """`app.Model`; the model in small letters where its class is gone."""


@dataclass(frozen=True, slots=True)
class IndexCreated:
    """Writes wait until every row is in the index. `alone`: the migration does nothing but add and remove indexes."""

    operation: TableOperation
    index: str
    """Its name, or the column."""
    alone: bool


@dataclass(frozen=True, slots=True)
class ConstraintChecked:
    """Everybody waits until every row has been checked."""

    operation: TableOperation
    constraint: str


@dataclass(frozen=True, slots=True)
class TableRewritten:
    """Everybody waits until every row has been written anew. `why` says what it is that the database does."""

    operation: TableOperation
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class DataInTransaction:
    """A function goes through rows of a table that its transaction has altered before: everybody waits for both."""

    operation: TableOperation
    function: str
    altered: Site


MigrationFact = IndexCreated | ConstraintChecked | TableRewritten | DataInTransaction
