"""Models as they are declared, with the places of their fields and indexes."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from scale_lsp.flow.definitions import Definitions, definitions
from scale_lsp.flow.facts import ModelDeclared
from scale_lsp.flow.values import Site
from scale_lsp.index.derived import derived
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.indexes import Index, Indexes, Source
from scale_lsp.index.models import Model
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.sql_indexes import created_in, in_sql, migrations
from scale_lsp.text.records import replace


def declared_model(snapshot: Snapshot, symbol: Symbol) -> ModelDeclared | None:
    """A class as a model, if it is one; those that Django ships are not the project's to change."""
    model = snapshot.graph.model(symbol) if not is_shipped(symbol.path) else None
    found = definitions(snapshot, symbol.path) if model is not None else None
    if model is None or found is None or symbol.name not in found.classes:
        return None
    indexes = snapshot.graph.indexes(symbol)
    created = derived(snapshot, "indexes in SQL", lambda snapshot: tuple(created_in(migrations(snapshot))))
    written = tuple(in_sql(snapshot.graph, model, created)) if created else ()
    return _declared(symbol, model, replace(indexes, all=(*indexes.all, *written)), found)


def _declared(symbol: Symbol, model: Model, indexes: Indexes, found: Definitions) -> ModelDeclared:
    definition = found.classes[symbol.name]
    fields = {}
    for name in model.own_fields:
        if value := found.values.get(f"{symbol.name}.{name}"):
            fields[name] = Site(symbol.path, *value)
    mine = (index for index in indexes.all if index.declared_in == symbol)
    places = {index: place for index in mine if (place := _place(symbol, index, found, fields))}
    return ModelDeclared(symbol, Site(symbol.path, definition.block, definition.node), indexes, fields, places)


def _place(symbol: Symbol, index: Index, found: Definitions, fields: Mapping[str, Site]) -> Site | None:
    if index.source in (Source.FIELD, Source.RELATION, Source.UNIQUE):
        site = fields.get(index.columns[0])
        return _keyword(site, "db_index") if site and index.source is Source.FIELD else site
    block, value = found.values.get(f"{symbol.name}.Meta.{index.source.value}", (None, None))
    if block is None or not isinstance(value, ast.List | ast.Tuple | ast.Set) or index.entry >= len(value.elts):
        return None
    grouped = isinstance(value.elts[index.entry], ast.Call | ast.List | ast.Tuple)
    return Site(symbol.path, block, value.elts[index.entry] if grouped else value)


def _keyword(site: Site, name: str) -> Site:
    """The keyword argument of a call; the call where it is not given."""
    keywords = site.node.keywords if isinstance(site.node, ast.Call) else []
    given = next((keyword for keyword in keywords if keyword.arg == name), None)
    return Site(site.path, site.block, given) if given else site
