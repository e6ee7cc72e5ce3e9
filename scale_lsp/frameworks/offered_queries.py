"""Queries that frameworks let people ask for, by what a class declares.

- `filterset_fields` and `filterset_class` of REST framework's views:
  https://django-filter.readthedocs.io/en/stable/guide/rest_framework.html#using-the-filterset-fields-shortcut
- `ordering_fields` of its OrderingFilter:
  https://www.django-rest-framework.org/api-guide/filtering/#specifying-which-fields-may-be-ordered-against
- `list_filter`, `date_hierarchy`, `ordering` and exact `search_fields` of the admin:
  https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#modeladmin-options
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import EntryPoint, QueryRun
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import Lookup, Origin, Site
from scale_lsp.frameworks.admin import is_admin
from scale_lsp.frameworks.filter_sets import lookups_of, text, written
from scale_lsp.frameworks.view_backends import is_paginated, model_of_view
from scale_lsp.index.admin_registrations import model_of
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.index.summary import ClassSummary
from scale_lsp.text.blocks import Block

_OF_VIEWS = frozenset({"filterset_fields", "filterset_class", "ordering_fields"})
_OF_ADMINS = frozenset({"list_filter", "date_hierarchy", "ordering", "search_fields"})
_EXACT = "__exact"


def offered(snapshot: Snapshot, symbol: Symbol, summary: ClassSummary) -> Iterator[QueryRun]:
    """A page of rows for each choice that a view of REST framework or an admin class offers."""
    classes, options = snapshot.graph.classes, summary.attributes.keys()
    if options & _OF_ADMINS and is_admin(info := classes.info(symbol)):
        model = model_of(snapshot, info) if classes.owner_of(symbol, "get_queryset") is None else None
        if model is not None:
            yield from _of_admin(snapshot, symbol, model)
    elif options & _OF_VIEWS:
        yield from _of_view(snapshot, symbol)


def _of_view(snapshot: Snapshot, symbol: Symbol) -> Iterator[QueryRun]:
    info = snapshot.graph.classes.info(symbol)
    model = model_of_view(snapshot, info, "DjangoFilterBackend")
    if model is not None:
        for lookup in _filters(snapshot, symbol):
            yield _run(symbol, model, Role.REQUEST, lookup.site, lookup=lookup)
    model = model_of_view(snapshot, info, "OrderingFilter")
    block, value = _option(snapshot, symbol, "ordering_fields")
    if model is not None and block is not None and is_paginated(snapshot, info):
        for column, node in written(value) if not isinstance(value, ast.Dict) else ():
            yield _run(symbol, model, Role.REQUEST, Site(symbol.path, block, node), order=column)


def _filters(snapshot: Snapshot, symbol: Symbol) -> Iterator[Lookup]:
    block, value = _option(snapshot, symbol, "filterset_fields")
    if block is not None:
        for path, node in written(value):
            yield Lookup(path, "filter", Site(symbol.path, block, node))
    block, value = _option(snapshot, symbol, "filterset_class")
    if block is not None:
        found = snapshot.graph.names.resolve(symbol.path, ast.unparse(value))
        if found is not None and found.kind is Kind.CLASS:
            yield from lookups_of(snapshot, found)


def _of_admin(snapshot: Snapshot, symbol: Symbol, model: Symbol) -> Iterator[QueryRun]:
    for option in sorted(_OF_ADMINS):
        block, value = _option(snapshot, symbol, option)
        if block is None:
            continue
        match option:
            case "date_hierarchy":
                found = [(f"{text(value)}__gte", value)]
            case "ordering":
                found = list(written(value))[:1]
            case "list_filter":
                found = [(name, node) for node in _items(value) if (name := text(_first(node)))]
            case _:
                found = [(name, node) for name, node in written(value) if name.endswith(_EXACT)]
        for path, node in found:
            site = Site(symbol.path, block, node)
            if option == "ordering":
                yield _run(symbol, model, Role.ADMIN, site, order=path)
            else:
                yield _run(symbol, model, Role.ADMIN, site, lookup=Lookup(path.removesuffix(_EXACT), "filter", site))


def _items(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.List | ast.Tuple) else []


def _first(node: ast.expr) -> ast.expr:
    """`"status"` of `("status", ChoicesFieldListFilter)`."""
    return node.elts[0] if isinstance(node, ast.List | ast.Tuple) and node.elts else node


def _run(
    symbol: Symbol, model: Symbol, role: Role, site: Site, lookup: Lookup | None = None, order: str = ""
) -> QueryRun:
    return QueryRun(
        site=site,
        origin=Origin(site, model),
        method="iterate",
        paged=True,
        lookups=(lookup,) if lookup is not None else (),
        ordering=(order,) if order else (),
        entries=(EntryPoint(role, symbol.path, symbol.name, site),),
    )


def _option(snapshot: Snapshot, symbol: Symbol, name: str) -> tuple[Block, ast.expr] | tuple[None, ast.expr]:
    found = definitions(snapshot, symbol.path)
    return (found.values.get(f"{symbol.name}.{name}") if found else None) or (None, ast.Constant(None))


OFFERED_QUERIES = Framework(offers=offered)
