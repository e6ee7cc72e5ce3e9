"""Models as they are declared, with the places of their fields and indexes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from scale_lsp.flow.definitions import Definitions, definitions
from scale_lsp.flow.facts import ModelDeclared
from scale_lsp.flow.values import Site
from scale_lsp.index.derived import derived
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.indexes import Index, Indexes, Source
from scale_lsp.index.models import Model
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.sql_indexes import created_in, in_sql, migrations
from scale_lsp.index.summary import ModuleSummary


def declared_models(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[ModelDeclared]:
    """The models of a file; those that Django ships are not the project's to change."""
    symbols = (Symbol(Kind.CLASS, path, name) for name in module.classes) if not is_shipped(path) else ()
    for symbol in symbols:
        model = snapshot.graph.model(symbol)
        found = definitions(snapshot, path) if model is not None else None
        if model is not None and found is not None and symbol.name in found.classes:
            indexes = snapshot.graph.indexes(symbol)
            created = derived(snapshot, "indexes in SQL", lambda snapshot: tuple(created_in(migrations(snapshot))))
            written = tuple(in_sql(snapshot.graph, model, created)) if created else ()
            yield _declared(symbol, model, replace(indexes, all=(*indexes.all, *written)), found)


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
