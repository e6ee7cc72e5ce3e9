"""Queries as they run: each where it is, and those that a loop repeats."""

from __future__ import annotations

import ast

from scale_lsp.flow.batches import is_batch, locks
from scale_lsp.flow.facts import (
    Answer,
    EffectRun,
    KeyDeferred,
    PageSizeOpen,
    QueryInLoop,
    QueryRun,
    QuerysetPaged,
    RowsAnswered,
)
from scale_lsp.flow.frames import Loop
from scale_lsp.flow.loaded import Tri, join_path
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.signals import tell_saved
from scale_lsp.flow.spending import charge, fetched
from scale_lsp.flow.summaries import refinement_of, summary_of
from scale_lsp.flow.values import Lookup, QuerySet, Rows, Rowshape, Site, Value, alternatives
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.names import Symbol
from scale_lsp.orm.effects import Calling, Effect
from scale_lsp.orm.queryset_methods import sync_name
from scale_lsp.text.records import replace


def query(machine: Machine, queryset: QuerySet, method: str, node: ast.AST) -> None:
    """A query that runs here."""
    ran(machine, queryset, method, node)
    query_in_loop(machine, queryset, method, node)


def ran(machine: Machine, queryset: QuerySet, method: str, node: ast.AST) -> None:
    """Observe that a queryset asks the database here, once or more often."""
    fetched(machine, queryset, method, node)
    if _is_observed(machine, queryset) and not _is_kept(machine, queryset, method, node):
        machine.observe(_run(machine, queryset, method, node))
        if method in _FETCHING and queryset.shape is Rowshape.INSTANCES:
            _check_joined(machine, queryset)


_FETCHING = frozenset({"iterate", "get", "first", "last", "earliest", "latest", "index", "len", "bool", "in"})


def _check_joined(machine: Machine, queryset: QuerySet) -> None:
    """Observe the relations that are joined although `only()` or `defer()` leaves their keys out."""
    columns = queryset.loaded.columns
    for path in sorted(queryset.loaded.select) if columns is not None and not queryset.loaded.anything else ():
        parent, _, name = path.rpartition("__")
        hops = list(machine.graph.walk(queryset.model, path))
        if columns is None or not hops or hops[-1] is None or not hops[-1].forward:
            continue
        left_out = [columns.lacks(parent, key) for key in (name, f"{name}_id")]
        if all(left_out) if columns.method == "only" else any(left_out):
            machine.observe(KeyDeferred(columns.call, columns.method, queryset.model, path))


def _is_kept(machine: Machine, queryset: QuerySet, method: str, node: ast.AST) -> bool:
    """Whether the rows are there already, because an `async for` has gone over this very queryset."""
    rows = (queryset.origin, queryset.lookups, queryset.ordering, queryset.shape, queryset.sliced)
    if machine.asynchronous and method == "iterate" and isinstance(node, ast.Name):
        machine.fetched.add(rows)
        return False
    return method in ("iterate", "len", "bool", "in", "index") and rows in machine.fetched


def answered(
    machine: Machine,
    queryset: QuerySet,
    how: Answer,
    site: Site,
    paged: Tri = Tri.NO,
    view: Symbol | None = None,
    unset: bool = False,
) -> None:
    """Observe that the rows go into an answer, given by what stands at `site`."""
    if _is_observed(machine, queryset):
        machine.observe(RowsAnswered(how, site, _run(machine, queryset, "iterate", site.node), paged, view, unset))


def looked_up_by(machine: Machine, queryset: QuerySet, column: str, node: ast.AST) -> None:
    """Observe that a view fetches the one row whose column has what the address says."""
    lookup = Lookup(column, "get", machine.site(node))
    if _is_observed(machine, queryset):
        chosen = replace(queryset, lookups=(*queryset.lookups, lookup), bound=1)
        machine.observe(_run(machine, chosen, "get", node))


def shown(machine: Machine, value: Value, node: ast.AST) -> None:
    """Observe that a page goes over a list that has an item for each row, or says how long it is."""
    for one in alternatives(value):
        if isinstance(one, Rows) and (queryset := one.query or one.each) is not None:
            answered(machine, queryset, Answer.PAGE, machine.site(node))


def cut(machine: Machine, queryset: QuerySet, node: ast.AST) -> None:
    """Observe that the queryset is shown in parts."""
    if _is_observed(machine, queryset):
        machine.observe(QuerysetPaged(machine.site(node), _run(machine, queryset, "iterate", node)))


def asked_for(machine: Machine, queryset: QuerySet, parameter: str, number: ast.expr, function: str) -> None:
    """Observe that a client says how many rows there are to be."""
    if _is_observed(machine, queryset):
        site = machine.site(number)
        run = _run(machine, queryset, "iterate", number)
        machine.observe(PageSizeOpen(site, function, parameter, query=run))


def _is_observed(machine: Machine, queryset: QuerySet) -> bool:
    return not queryset.empty and queryset.model_known and not is_shipped(machine.frame.path)


def _run(machine: Machine, queryset: QuerySet, method: str, node: ast.AST) -> QueryRun:
    return QueryRun(
        site=machine.site(node),
        origin=queryset.origin,
        method=method,
        bound=queryset.bound,
        sliced=queryset.sliced,
        paged=queryset.paged,
        instances=queryset.shape is Rowshape.INSTANCES,
        streamed=queryset.streamed,
        lookups=queryset.lookups,
        every_lookup=queryset.every_lookup,
        perhaps=queryset.perhaps,
        narrowed=queryset.narrowed,
        ordering=queryset.ordering,
        relation=queryset.relation.name if queryset.relation is not None else None,
        repeated=bool(machine.repeating()),
        cached=machine.caches > 0,
        grouped=queryset.grouped,
        asynchronous=machine.asynchronous or is_awaited(node),
    )


def is_awaited(node: ast.AST) -> bool:
    """Whether a query is asked for by a method or function that is awaited: `aget`, `aget_object_or_404`."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return sync_name(name) != name or name in ("aget_object_or_404", "aget_list_or_404")


def wrote(machine: Machine, queryset: QuerySet, method: str, node: ast.AST) -> None:
    """Observe that rows are written here."""
    charge(machine, node, writes=True)
    if _is_observed(machine, queryset):
        calling = Calling(Effect.WRITE, "the database", asynchronous=is_awaited(node))
        machine.observe(EffectRun(machine.site(node), calling, f"{queryset.model.name}.{method}"))
        if method in ("create", "get_or_create", "update_or_create"):
            tell_saved(machine, queryset.model, method, node)


def query_in_loop(machine: Machine, queryset: QuerySet, method: str, node: ast.AST, cached: bool = False) -> None:
    """A query runs as often as the loops around it; `cached`: only those that make the queryset object count."""
    loops = machine.repeating()
    if cached:
        loops = [loop for loop in loops if loop.token in queryset.born]
    if queryset.empty or not loops or is_shipped(machine.frame.path):
        return
    loop = loops[-1]
    if machine.caches > loop.caches:
        return
    site = _site_in(machine, loop.frame, node) if loop.names else machine.site(node)
    if is_batch(site.node, loop.names) or locks(site.node):
        return
    relation = None
    origin = None
    prefetched = Tri.NO
    over_rows = loop.over_rows
    if queryset.parent is not None and queryset.relation is not None:
        path = join_path(queryset.parent.path, queryset.relation.name)
        relation = path
        origin = queryset.parent.origin
        if queryset.parent.sealed:
            prefetched = Tri.MAYBE
        elif path in queryset.parent.loaded.prefetch:
            prefetched = Tri.YES
        over_rows = over_rows or machine.visits(queryset.parent)
    machine.observe(
        QueryInLoop(
            site=site,
            query=machine.site(node),
            method=method,
            model=queryset.model,
            rows=loop.rows,
            loop=loop.site,
            depends=_depends(site.node, loop),
            relation=relation,
            origin=origin,
            prefetched=prefetched,
            over_rows=over_rows,
            via=machine.via(),
            cached=loop.caches > 0,
            of_one=all(one.visit.of_one for one in loops),
            summary=summary_of(machine, queryset, method, node, loop),
            refinement=refinement_of(machine, queryset, method, node) if prefetched is Tri.YES else None,
        )
    )


def _site_in(machine: Machine, frame: int, node: ast.AST) -> Site:
    """The place in an outer frame that led to `node`: the call made there, or the expression of a template."""
    if isinstance(machine.frames[frame].node, ast.Pass):  # a template's
        expressions = [f for f in machine.frames[frame:] if isinstance(f.node, ast.Pass)]
        return Site(expressions[-1].path, expressions[-1].block, expressions[-1].node or node)
    if frame + 1 < len(machine.frames):
        call = machine.frames[frame + 1].call
        if call is not None:
            return call
    return machine.site(node)


def _depends(node: ast.AST, loop: Loop) -> bool:
    if not loop.names or not isinstance(node, ast.expr):  # a framework's or a template's loop hands the row over
        return True
    return any(isinstance(n, ast.Name) and n.id in loop.names for n in ast.walk(node))
