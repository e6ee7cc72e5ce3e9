"""The migration beside a change of a model: what the app's migrations know of its table, and one migration more."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scale_lsp.finding import Fix
from scale_lsp.flow.databases import only_postgresql, vendor
from scale_lsp.flow.declared import ProductionSettings, current_facts
from scale_lsp.index.indexes import Index, Source
from scale_lsp.index.meta import meta_of
from scale_lsp.index.migrations import History, history
from scale_lsp.index.models import Model
from scale_lsp.index.names import Symbol
from scale_lsp.index.settings.values import Unset
from scale_lsp.index.shape import Call, shape_of, string
from scale_lsp.index.tables import Column, Table
from scale_lsp.rule import Context

if TYPE_CHECKING:
    from scale_lsp.rewrite.migrations import AlterField, Operation

RUN_MAKEMIGRATIONS = "it needs a migration: run `makemigrations`"
_LOCKS = "writes to the table may wait while `migrate` works on the index"
_CONCURRENTLY = "`migrate` works on the index beside running writes, outside of a transaction"
_DJANGO = re.compile(r"(?:django\.db\.)?models\.\w+")
_KEYS = ("ForeignKey", "OneToOneField")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A model and its table as the migrations of its app leave it."""

    model: Model
    history: History
    table: Table

    @property
    def name(self) -> str:
        return self.model.name.lower()


def recorded(ctx: Context, symbol: Symbol) -> Recorded | None:
    """What the migrations know of a model; None where one of them cannot be read, or another class has its `Meta`."""
    model = ctx.graph.models[symbol]
    if model.abstract or model.proxy or _is_inherited(ctx, symbol) or _lie_elsewhere(ctx):
        return None
    found = history(ctx.snapshot, symbol.path, model.app_label)
    table = found.tables.get(model.name.lower()) if found else None
    return Recorded(model, found, table) if found is not None and table is not None else None


def _is_inherited(ctx: Context, symbol: Symbol) -> bool:
    """Whether the `Meta` of a model below may derive from this one's, and have its indexes."""
    below = (ctx.graph.classes.summary(s) for s, model in ctx.graph.models.items() if symbol in model.parents)
    return any(one is None or ("Meta" in one.nested and one.nested["Meta"].bases) for one in below)


def _lie_elsewhere(ctx: Context) -> bool:
    """https://docs.djangoproject.com/en/5.2/ref/settings/#migration-modules"""
    settings = (fact for fact in current_facts(ctx.snapshot) if isinstance(fact, ProductionSettings))
    return any(not isinstance(one.value("MIGRATION_MODULES"), Unset) for one in settings)


def with_migration(made: Fix, of: Recorded, operations: Sequence[Operation], ctx: Context, reason: str = "") -> Fix:
    """A fix that writes the migration too. `reason`: why it is not safe, besides what `migrate` does."""
    from scale_lsp.rewrite.migrations import AddIndex, Place, RemoveIndex, TrigramExtension, write_migration

    app = of.history
    place = Place(app.folder, app.label, app.number(), app.leaf, app.text)
    indexes = all(isinstance(one, AddIndex | RemoveIndex | TrigramExtension) for one in operations)
    concurrently = indexes and only_postgresql(ctx.snapshot)
    new = write_migration(place, operations, concurrently)
    return replace(
        made,
        title=f"{made.title} and write the migration {new.path.rpartition('/')[2].removesuffix('.py')}",
        reason="; ".join(filter(None, (_CONCURRENTLY if concurrently else _LOCKS, reason))),
        new_files=(new,),
    )


def index_name(of: Recorded, columns: Sequence[str], ctx: Context) -> str | None:
    """The name that Django gives to an index that has none; None where models and migrations do not agree.

    Made of the names of the table and of the columns, and of a digest of them: `Index.set_name_with_model`.
    """
    table, named = _table_name(of, ctx), [_column(of, column, ctx) for column in columns]
    if table is None or None in named:
        return None
    ordered = [f"-{name}" if column.startswith("-") else f"{name}" for name, column in zip(named, columns, strict=True)]
    digest = hashlib.md5("".join([table, *ordered, "idx"]).encode(), usedforsecurity=False).hexdigest()[:6]
    name = f"{table[:11]}_{(named[0] or '')[:7]}_{digest}_idx"
    return f"D{name[1:]}" if name[0] == "_" or name[0].isdigit() else name


_LONGEST = {"postgresql": 63, "mysql": 64, "sqlite": 64}
_SHORT = 30
"""Names of tables that no database shortens."""


def _table_name(of: Recorded, ctx: Context) -> str | None:
    options, known = meta_of(ctx.graph.classes, of.model.symbol, ctx.graph.models)
    given = options["db_table"][0] if "db_table" in options else None
    if not known or (given is not None and not string(given)) or (string(given) or "") != of.table.name:
        return None
    name = of.table.name or f"{of.history.label}_{of.name}"
    longest = _LONGEST.get(vendor(ctx.snapshot) or "", _SHORT)
    return name if len(name) <= longest and '"' not in name and "." not in name else None


def _column(of: Recorded, key: str, ctx: Context) -> str | None:
    """The column of a field, as the model and the migrations declare it."""
    name = key.lstrip("-")
    field, column = of.model.fields.get(name), of.table.columns.get(name)
    if field is None or column is None:
        return None
    written, declared = shape_of(column.call), ctx.graph.classes.summary(field.declared_in)
    model = declared.attributes.get(name) if declared else None
    if not isinstance(written, Call) or not isinstance(model, Call) or not is_djangos(column):
        return None
    there, here = dict(written.keywords).get("db_column"), dict(model.keywords).get("db_column")
    if there != here or (there is not None and not string(there)) or _is_key(column) != field.is_key:
        return None
    return string(there) or (f"{name}_id" if field.is_key else name)


def is_djangos(column: Column) -> bool:
    """Whether the class of a field is one of Django's own."""
    function = getattr(shape_of(column.call.func), "dotted", "")
    return _DJANGO.fullmatch(function) is not None


def _is_key(column: Column) -> bool:
    return getattr(shape_of(column.call.func), "dotted", "").rpartition(".")[2] in _KEYS


def name_of(index: Index, of: Recorded, ctx: Context) -> str | None:
    """The name of an entry of `Meta.indexes`, its own or Django's, if the migrations have made it."""
    options = dict(index.options)
    if index.source is not Source.INDEXES or set(options) - {"fields", "name"}:
        return None
    name = string(options["name"]) if "name" in options else index_name(of, index.columns, ctx)
    return name if name in of.table.indexes else None


def altered(of: Recorded, name: str, index: bool | None, ctx: Context) -> AlterField | None:
    """A field as the migrations know it, with another `db_index`; None where it cannot be told exactly."""
    from scale_lsp.rewrite.migrations import AlterField, with_keyword
    from scale_lsp.rewrite.snippet import RewriteRefused

    column, field = of.table.columns.get(name), of.model.own_fields.get(name)
    if column is None or field is None or not is_djangos(column) or _column(of, name, ctx) is None:
        return None
    keywords = {keyword.arg: shape_of(keyword.value) for keyword in column.call.keywords}
    relation = of.model.forward.get(name)
    if field.is_key:
        target = ctx.graph.models.get(relation.target) if relation and relation.target else None
        to = string(keywords.get("to"))
        if (
            target is None
            or "to_field" in keywords
            or (to and to.lower() != f"{target.app_label}.{target.name}".lower())
        ):
            return None
    if ("db_index" in keywords) == (index is not None):
        return None
    value = None if index is None else str(index)
    try:
        code, imports = with_keyword(column.call, column.tree, column.text, "db_index", value)
    except RewriteRefused:
        return None
    return AlterField(of.name, name, code, imports)
