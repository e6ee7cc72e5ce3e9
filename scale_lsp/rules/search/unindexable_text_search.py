"""See rules/search/unindexable-text-search.md."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from scale_lsp.common.indexes import class_of, label
from scale_lsp.common.migrations import index_name, recorded, with_migration
from scale_lsp.common.searches import is_identifier, is_indexed, is_small
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.databases import vendor
from scale_lsp.flow.declared import ProductionSettings, current_facts
from scale_lsp.flow.searches import PARTS
from scale_lsp.flow.surveys import SearchedColumn, TextSearched
from scale_lsp.index.models import Model
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Location

_LONGEST_NAME = 30
_MODULES = {
    "GinIndex": "django.contrib.postgres.indexes",
    "OpClass": "django.contrib.postgres.indexes",
    "Upper": "django.db.models.functions",
}
_REASON = (
    "needs `TrigramExtension()` in a migration, `django.contrib.postgres` in INSTALLED_APPS and `makemigrations`; "
    "inserts write the index"
)


@checks
def unindexable_text_search(search: TextSearched, ctx: Context) -> Iterator[Finding]:
    columns = [one for one in search.columns if one.lookup in PARTS and not (search.one and is_identifier(one))]
    wanting = [one for one in columns if not is_indexed(one, ctx)]
    if not wanting or is_small(search, ctx):
        return
    here = ctx.graph.models[search.model]
    postgres = vendor(ctx.snapshot) == "postgresql" and all(one.lookup in ("icontains", "contains") for one in wanting)
    place = _place(wanting, ctx) if postgres else None
    yield ctx.finding(
        search.site,
        impact=Impact("scanned rows", Growth(0, 1), Growth(1), f"rows of {here.name}, of which one matches")
        if place
        else None,
        fixable=Safety.UNSAFE if place else None,
        rare=search.seldom,
        search=_words(search, wanting),
        model=here.name,
        label=label(here),
        remedy=f"trigram indexes on {', '.join(map(_expression, wanting))} would"
        if postgres
        else "a search index would",
        columns=tuple(wanting),
        place=place,
    )


def _words(search: TextSearched, columns: Sequence[SearchedColumn]) -> str:
    names = ", ".join(f"`{one.path}`" for one in columns)
    return f"`{search.declared}` looks for parts of {names}, which" if search.declared else f"A search by {names}"


def _expression(column: SearchedColumn) -> str:
    return f'`Upper("{column.field.name}")`' if column.lookup.startswith("i") else f"`{column.field.name}`"


def _place(columns: Sequence[SearchedColumn], ctx: Context) -> Location | None:
    """The class of the one model of the project that has all the columns."""
    tables = {one.table for one in columns}
    return class_of(ctx, tables.pop()) if len(tables) == 1 else None


@fixes
def add_trigram_indexes(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.indexes import Entry, add_index
    from scale_lsp.rewrite.snippet import RewriteRefused

    place: Location = finding.values["place"]
    columns: tuple[SearchedColumn, ...] = tuple(dict.fromkeys(finding.values["columns"]))
    entries = [Entry(*_entry(one, ctx.graph.models[one.table])) for one in columns]
    try:
        edits = add_index(place.path, ctx.text(place.path), place.span, *entries)
    except RewriteRefused:
        return None
    made = Fix(f"Add trigram indexes to {ctx.graph.models[columns[0].table].name}", Safety.UNSAFE, edits, _REASON)
    return _migrated(made, columns, ctx) or made


def _migrated(made: Fix, columns: Sequence[SearchedColumn], ctx: Context) -> Fix | None:
    """The same with the migration, for a project that has Django's app for PostgreSQL."""
    from scale_lsp.rewrite.migrations import AddIndex, TrigramExtension

    settings = [fact for fact in current_facts(ctx.snapshot) if isinstance(fact, ProductionSettings)]
    of = recorded(ctx, columns[0].table)
    if of is None or not settings or not all(one.installed("django.contrib.postgres") for one in settings):
        return None
    known = any(ctx.snapshot.sources[path].text.count("TrigramExtension") for path in ctx.snapshot.paths)
    indexes = []
    for column in columns:
        code, names = _entry(column, of.model)
        if index_name(of, [column.field.name], ctx) is None:
            return None
        imports = tuple(f"from {module} import {', '.join(sorted(each))}" for module, each in _grouped(names))
        plain = code.format(**{name: name for _, name in names})
        indexes.append(AddIndex(of.name, _index_name(of.model, column.field.name), code=plain, imports=imports))
    extension = [] if known else [TrigramExtension()]
    reason = "inserts write the indexes" + ("" if known else "; only some users may create extensions")
    return with_migration(made, of, [*extension, *indexes], ctx, reason)


def _grouped(names: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for module in sorted({module for module, _ in names}):
        yield module, [name for of, name in names if of == module]


def _entry(column: SearchedColumn, model: Model) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What Django compares: `UPPER(name)` for `icontains`, the column itself for `contains`."""
    field, name = column.field.name, _index_name(model, column.field.name)
    if column.lookup == "icontains":
        code = f'{{GinIndex}}({{OpClass}}({{Upper}}("{field}"), name="gin_trgm_ops"), name="{name}")'
        return code, tuple((_MODULES[one], one) for one in ("GinIndex", "OpClass", "Upper"))
    code = f'{{GinIndex}}(fields=["{field}"], opclasses=["gin_trgm_ops"], name="{name}")'
    return code, ((_MODULES["GinIndex"], "GinIndex"),)


def _index_name(model: Model, field: str) -> str:
    """At most 30 characters, none of them an underscore in front: models.E033 and E034."""
    whole = f"{model.app_label}_{model.name}_{field}_trgm".lower().lstrip("_0123456789")
    if len(whole) <= _LONGEST_NAME:
        return whole
    return f"{whole[:17].rstrip('_')}_{zlib.crc32(whole.encode()):08x}_trgm"[:_LONGEST_NAME]
