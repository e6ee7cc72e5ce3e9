"""Loops that keep all rows of a table, and queries that sort all of them by chance."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from scale_lsp.flow.facts import RowsReduced
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.reduction_shapes import Reduction
from scale_lsp.flow.reductions import added_up, is_reducible
from scale_lsp.flow.values import Const, QuerySet, Value
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.summary import ends_in
from scale_lsp.text.trees import walk


def scanned(machine: Machine, loop: ast.For, iterated: Value) -> None:
    """Observe a loop that keeps all rows of a table while it goes over them, and writes none."""
    if machine.quiet or is_shipped(machine.frame.path) or not isinstance(iterated, QuerySet):
        return
    if added_up(machine, loop):
        return
    reduction = Reduction(loop.iter, "scan")
    if is_narrow(machine, iterated) or iterated.loaded.peers or not is_reducible(machine, iterated, reduction):
        return
    if any(isinstance(n, ast.Attribute) and n.attr in _WRITING for n in walk(loop)):
        return
    machine.observe(
        RowsReduced(
            machine.site(loop.iter), machine.site(loop.iter), iterated.origin, "scan", cached=machine.caches > 0
        )
    )


def shuffled(machine: Machine, queryset: QuerySet, node: ast.Call, positional: Sequence[Value]) -> None:
    """Observe `order_by("?")`."""
    drawn = any(one == Const("?") for one in positional) or any(
        isinstance(argument, ast.Call) and ends_in(argument.func) == "Random" for argument in node.args
    )
    if machine.quiet or not drawn or is_shipped(machine.frame.path) or not queryset.model_known:
        return
    if queryset.parent is not None or queryset.bound is not None or queryset.sliced or is_narrow(machine, queryset):
        return
    site = machine.site(node)
    machine.observe(RowsReduced(site, site, queryset.origin, "shuffle", cached=machine.caches > 0))


_WRITING = frozenset({"save", "create", "update", "delete", "get_or_create", "update_or_create", "add", "set"})


def is_narrow(machine: Machine, queryset: QuerySet) -> bool:
    """Whether the rows are chosen by what bounds them: a key, the object they belong to, a list; or by the unseen."""
    if not queryset.every_lookup:
        return True
    for lookup in queryset.lookups:
        first, _, rest = lookup.path.partition("__")
        field = machine.graph.field(queryset.model, first)
        relation = machine.graph.relation(queryset.model, first) or machine.graph.attname_owner(queryset.model, first)
        unique = first in ("pk", "id") or (field is not None and field.unique)
        if lookup.method != "exclude" and (relation is not None or unique or rest.endswith("in")):
            return True
    return False
