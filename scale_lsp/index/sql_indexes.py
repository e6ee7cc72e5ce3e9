"""Indexes that migrations create in SQL, behind the back of the models.

https://docs.djangoproject.com/en/5.2/ref/migration-operations/#runsql
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.indexes import Index, Source
from scale_lsp.index.meta import meta_of
from scale_lsp.index.models import Model
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import string
from scale_lsp.text.migrations import is_migration

_CREATES = re.compile(
    r"create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:[\w.\"`]+\s+)?"
    r"on\s+(?:only\s+)?(?P<table>[\w.\"`]+)\s*(?:using\s+(?P<method>\w+)\s*)?\((?P<columns>[^()]*)\)(?=(?P<rest>[^;'\"]*))",
    re.I,
)
"""https://www.postgresql.org/docs/current/sql-createindex.html, https://www.sqlite.org/lang_createindex.html"""
_KINDS = {"gin": "GinIndex", "gist": "GistIndex", "hash": "HashIndex", "brin": "BrinIndex", "spgist": "SpGistIndex"}
_QUOTES = '"`\\'


@dataclass(frozen=True, slots=True)
class Created:
    """`CREATE INDEX … ON table USING method (columns) …`; a column without what follows its name."""

    table: str
    columns: tuple[str, ...]
    kind: str
    plain: bool


def migrations(snapshot: Snapshot) -> tuple[str, ...]:
    sources = (snapshot.source(path) for path in snapshot.paths if is_migration(path))
    return tuple(source.text for source in sources if source is not None)


def created_in(texts: Iterable[str]) -> Iterator[Created]:
    for text in texts:
        for found in _CREATES.finditer(text):
            table = found["table"].rpartition(".")[2].strip(_QUOTES).lower()
            parts = [part.split() for part in found["columns"].split(",")]
            columns = tuple(words[0].strip(_QUOTES).lower() for words in parts if words)
            kind = _KINDS.get((found["method"] or "btree").lower(), "Index")
            whole = "where" not in found["rest"].lower().split()
            yield Created(table, columns, kind, whole and kind == "Index")


def in_sql(graph: ModelGraph, model: Model, created: Sequence[Created]) -> Iterator[Index]:
    """Those of the table of a model. They may be gone by now: no other index is needless for them."""
    options, _ = meta_of(graph.classes, model.symbol, graph.models)
    shape, _ = options.get("db_table", (None, None))
    table = string(shape) or f"{model.app_label}_{model.name}"
    names = {column: name for name in model.fields for column in (name.lower(), f"{name}_id".lower())}
    for one in created:
        columns = tuple(names.get(column, "") for column in one.columns)
        if one.table == table.lower() and all(columns):
            yield Index(columns, Source.SQL, model.symbol, plain=one.plain, kind=one.kind, sure=False)
