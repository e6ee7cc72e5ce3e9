"""Models and admin classes as they are declared, and what queries ask of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scale_lsp.flow.facts.queries import QueryRun
from scale_lsp.flow.values import Site
from scale_lsp.index.advice import Demand
from scale_lsp.index.indexes import Index, Indexes
from scale_lsp.index.names import Symbol


@dataclass(frozen=True, slots=True)
class ModelDeclared:
    """A model class of the project, abstract ones too, with the indexes of its table.

    `site` is the class, `fields` where each of its own fields is declared, `places` where each of the indexes that the
    class itself declares is asked for.
    """

    model: Symbol
    site: Site
    indexes: Indexes
    fields: Mapping[str, Site]
    places: Mapping[Index, Site]


@dataclass(frozen=True, slots=True)
class AdminSelect:
    """A list of all rows of `target` in a form of the admin. `searchable`: an admin of the target answers searches."""

    name: str
    target: Symbol
    searchable: bool


@dataclass(frozen=True, slots=True)
class AdminSelects:
    """The lists in the form of one admin class, which may still declare `autocomplete_fields` and `raw_id_fields`."""

    site: Site
    model: Symbol
    selects: tuple[AdminSelect, ...]
    may_complete: bool
    may_name_keys: bool


@dataclass(frozen=True, slots=True)
class ChoicesListed:
    """A field of a form offers the rows of a table: all of them, or those that were there `at_import`.

    `site` is the list that is fetched at import, or what asks for all rows. `later`: the list means the same inside
    of a function.
    """

    site: Site
    form: Symbol
    name: str
    target: Symbol
    at_import: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class FormsetChoices:
    """A formset that is shown asks for the rows that a field offers, once for each of its forms.

    `fields` are the fields of its form that do, each with the model of its rows. `site` makes the formset.
    """

    site: Site
    fields: tuple[tuple[str, Symbol], ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One query's demand on one table, and the query in words: `filter(status=…).order_by("-created_at")`."""

    demand: Demand
    run: QueryRun
    words: str


@dataclass(frozen=True, slots=True)
class IndexLacking:
    """No index of a table leads to the rows that queries in requests ask for, and one with the columns `key` would.

    `missing`: nothing helps at all; else some index helps a little. `replaces` is one of the same columns in another
    order, which no query needs as it is. `rank` counts the indexes that the table lacks, the most wanted first.
    """

    declared: ModelDeclared
    key: tuple[str, ...]
    uses: tuple[Use, ...]
    missing: bool
    replaces: Index | None = None
    rank: int = 1
