"""Queries that ask something about the rows that belong to one row: `order.items.count()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.facts import Refinement, RowSummary
from scale_lsp.flow.frames import Loop
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Instance, Lookup, QuerySet
from scale_lsp.index.models import Arity, Relation

SUMMARISING = frozenset({"count", "exists", "aggregate", "first", "last", "latest", "earliest"})
_PLAIN = frozenset({"all", "filter", "order_by", "select_related", "prefetch_related", "count", "exists"})
"""Methods that leave a count as it is, apart from the conditions of `filter()`."""


def summary_of(machine: Machine, queryset: QuerySet, method: str, node: ast.AST, loop: Loop) -> RowSummary | None:
    """What the query says about one of the rows that `loop` visits; None for any other query."""
    if method not in SUMMARISING:
        return None
    found = _through_manager(machine, queryset, node) or _through_lookup(machine, queryset)
    if found is None:
        return None
    row, relation, text, lookups = found
    if row.origin is None or not machine.visits(row):
        return None
    conditions = _conditions(machine, queryset, lookups, node) if text and not row.path else None
    reachable = row.origin.site.block is machine.frame.block and loop.frame == len(machine.frames) - 1
    return RowSummary(row.origin, row.model, relation, text, conditions if reachable and row.origin.edited else None)


def refinement_of(machine: Machine, queryset: QuerySet, method: str, node: ast.AST) -> Refinement | None:
    """What is asked of the prefetched rows of one row; None where it cannot be asked before the loop."""
    parent, relation = queryset.parent, queryset.relation
    if parent is None or relation is None or parent.origin is None or parent.path:
        return None
    if parent.origin.site.block is not machine.frame.block or not parent.origin.edited:
        return None
    asked, within = _asked(node, method)
    if asked is None:
        return None
    links = list(_links(asked))
    manager = next((one for one in links if isinstance(one, ast.Attribute) and one.attr == relation.name), None)
    calls = [one for one in links if isinstance(one, ast.Call)]
    if manager is None or any(
        not isinstance(one.func, ast.Attribute) or one.func.attr not in _REFINING for one in calls
    ):
        return None
    given = [n for call in calls for part in (*call.args, *call.keywords) for n in ast.walk(part)]
    if any(isinstance(n, ast.Name) and machine.lookup(n.id) is not None for n in given):
        return None
    made = machine.site(asked).text.removeprefix(machine.site(manager).text)
    return Refinement(machine.site(manager.value).text, relation, made, within) if "\n" not in made else None


_REFINING = frozenset(
    {"all", "filter", "exclude", "order_by", "reverse", "select_related", "prefetch_related", "distinct"}
)


def _asked(node: ast.AST, method: str) -> tuple[ast.AST | None, str]:
    """The queryset in the expression that runs it, and the function that it is given to: `len(order.items.all())`."""
    match node:
        case ast.Call(func=ast.Name(id=function), args=[inner], keywords=[]) if method == "iterate":
            return inner, function
        case ast.Call(func=ast.Attribute(value=inner), args=[], keywords=[]) if method != "iterate":
            return inner, ""
    return (node, "") if method == "iterate" else (None, "")


Found = tuple[Instance, Relation, str, tuple[Lookup, ...]]


def _through_manager(machine: Machine, queryset: QuerySet, node: ast.AST) -> Found | None:
    """`order.items.count()`."""
    if queryset.parent is None or queryset.relation is None:
        return None
    text = ""
    for link in _links(node):
        if isinstance(link, ast.Attribute) and link.attr == queryset.relation.name:
            text = machine.site(link.value).text
    return queryset.parent, queryset.relation, text, queryset.lookups


def _through_lookup(machine: Machine, queryset: QuerySet) -> Found | None:
    """`Order.objects.filter(customer=customer).count()`."""
    graph = machine.graph
    rows = [one for one in queryset.lookups if isinstance(one.value, Instance) and one.value.loop is not None]
    if len(rows) != 1 or rows[0].method != "filter" or rows[0].alternative:
        return None
    lookup, row = rows[0], rows[0].value
    key = graph.relation(queryset.model, lookup.path.removesuffix("__exact"))
    model = graph.model(row.model) if isinstance(row, Instance) else None
    if key is None or model is None or not isinstance(row, Instance) or not key.forward:
        return None
    for relation in model.reverse.values():
        if relation.target == queryset.model and relation.back == key.name and relation.arity is Arity.MANY:
            rest = tuple(one for one in queryset.lookups if one is not lookup)
            return row, relation, machine.site(_value_of(lookup)).text, rest
    return None


def _value_of(lookup: Lookup) -> ast.AST:
    node = lookup.site.node
    return node.value if isinstance(node, ast.keyword) else node


def _links(node: ast.AST) -> Iterator[ast.AST]:
    """An expression and what it is called on or read of."""
    while True:
        yield node
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            node = node.value
        else:
            return


def _conditions(
    machine: Machine, queryset: QuerySet, lookups: tuple[Lookup, ...], node: ast.AST
) -> tuple[tuple[str, str], ...] | None:
    """The conditions of `filter()` with their values in words; None where they cannot stand before the loop."""
    called = [
        link.func.attr for link in _links(node) if isinstance(link, ast.Call) and isinstance(link.func, ast.Attribute)
    ]
    if not queryset.every_lookup or queryset.sliced or not set(called) <= _PLAIN:
        return None
    inside = {id(n) for n in ast.walk(node)}
    for lookup in lookups:
        if lookup.method != "filter" or lookup.alternative or id(lookup.site.node) not in inside:
            return None
        if any(hop is not None and hop.arity is Arity.MANY for hop in machine.graph.walk(queryset.model, lookup.path)):
            return None
        if any(isinstance(n, ast.Name) and machine.lookup(n.id) is not None for n in ast.walk(_value_of(lookup))):
            return None
    return tuple((lookup.path, machine.site(_value_of(lookup)).text) for lookup in lookups)
