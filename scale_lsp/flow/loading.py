"""What `select_related()` and `prefetch_related()` load.

https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-related
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scale_lsp.flow.facts import RelationNamed
from scale_lsp.flow.loaded import Columns, Loaded, closed, join_path
from scale_lsp.flow.lookups import flattened
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Const, PrefetchObject, QuerySet, Value
from scale_lsp.index.names import Symbol
from scale_lsp.text.records import replace
from scale_lsp.text.trees import walk


def selected(machine: Machine, queryset: QuerySet, node: ast.Call, positional: Sequence[Value]) -> Loaded:
    loaded = queryset.loaded
    if not positional and not node.args and not node.keywords:
        _named(machine, queryset, "select_related", node, node, None)
        return replace(loaded, anything=True)
    for value, arg in flattened(positional, node):
        match value:
            case Const(value=None):
                loaded = replace(loaded, select=frozenset(), may=loaded.may - loaded.select)
            case Const(value=str(path)):
                _named(machine, queryset, "select_related", arg, node, path)
                loaded = loaded.with_select(path)
                if not _exists(machine, queryset.model, path):
                    loaded = replace(loaded, anything=True)
            case _:
                loaded = replace(loaded, anything=True)
    return loaded


def _exists(machine: Machine, model: Symbol, path: str) -> bool:
    """Whether a path is known all the way; after a name that is not, nobody can say what is loaded."""
    hops = list(machine.graph.walk(model, path))
    return all(hop is not None for hop in hops)


def prefetching(machine: Machine, queryset: QuerySet, node: ast.Call, positional: Sequence[Value]) -> Loaded:
    loaded = queryset.loaded
    for value, arg in flattened(positional, node):
        match value:
            case Const(value=None):
                loaded = replace(loaded, prefetch=frozenset(), by_queryset=(), attributes=())
            case Const(value=str(path)):
                _named(machine, replace(queryset, loaded=loaded), "prefetch_related", arg, node, path)
                if not _exists(machine, queryset.model, path) and not loaded.attributes:
                    loaded = replace(loaded, anything=True)
                loaded = loaded.with_prefetch(path)
            case PrefetchObject(known=True, lookup=str(path)):
                _named(machine, replace(queryset, loaded=loaded), "prefetch_related", arg, node, path)
                loaded = with_prefetch_object(loaded, value)
            case _:
                loaded = replace(loaded, anything=True)
    return loaded


def columns(machine: Machine, queryset: QuerySet, node: ast.Call, positional: Sequence[Value]) -> Columns | None:
    """What `only()` and `defer()` leave out, by themselves: https://docs.djangoproject.com/en/5.2/ref/models/querysets/#only"""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    names = [value.value for value, _ in flattened(positional, node) if isinstance(value, Const)]
    if queryset.loaded.columns is not None or len(names) != len(node.args) or node.keywords:
        return None
    texts = frozenset(_field_name(machine, queryset.model, name) for name in names if isinstance(name, str))
    return Columns(method, texts, machine.site(node)) if texts and len(texts) == len(set(names)) else None


def _field_name(machine: Machine, model: Symbol, name: str) -> str:
    """The field that a name stands for: `only()` knows a foreign key by its column too."""
    owner = machine.graph.attname_owner(model, name)
    return owner.name if owner is not None else name


def with_prefetch_object(loaded: Loaded, prefetch: PrefetchObject) -> Loaded:
    """What `Prefetch(lookup, queryset, to_attr)` adds."""
    path = prefetch.lookup or ""
    parent = path.rpartition("__")[0]
    if prefetch.to_attr:
        loaded = loaded.with_prefetch(parent) if parent else loaded
        attribute = join_path(parent, prefetch.to_attr)
        return replace(loaded, attributes=(*loaded.attributes, (attribute, prefetch.queryset)))
    loaded = loaded.with_prefetch(path)
    if prefetch.queryset is None:
        return loaded
    inner = prefetch.queryset.loaded
    below = frozenset(join_path(path, p) for p in inner.select | inner.prefetch)
    return replace(
        loaded,
        prefetch=loaded.prefetch | closed(below),
        by_queryset=(*loaded.by_queryset, (path, prefetch.queryset)),
        anything=loaded.anything or inner.anything,
    )


def _named(machine: Machine, queryset: QuerySet, method: str, arg: ast.AST, call: ast.AST, name: str | None) -> None:
    if isinstance(arg, ast.Starred) or not queryset.model_known:
        return
    if name is not None and not _exists(machine, queryset.model, name) and _is_forgotten(machine, call):
        return
    loaded = queryset.loaded
    machine.observe(RelationNamed(machine.site(arg), machine.site(call), method, queryset.model, name, loaded))


_FORGETTING = frozenset(
    {"values", "values_list", "dates", "datetimes", "count", "exists", "aggregate", "update"}
    | {"acount", "aexists", "aaggregate", "aupdate"}
)


def _is_forgotten(machine: Machine, call: ast.AST) -> bool:
    """Whether the expression goes on to ask for something else than rows: then Django does not load the relation.

    https://docs.djangoproject.com/en/5.2/ref/models/querysets/#values
    """
    links = {
        id(node.func.value): node
        for statement in machine.frame.block.statements
        for node in walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    while (around := links.get(id(call))) is not None:
        if isinstance(around.func, ast.Attribute) and around.func.attr in _FORGETTING:
            return True
        call = around
    return False
