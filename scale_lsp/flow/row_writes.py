"""Loops that write one row per turn: what they write, and whether they do anything else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.flow import assignments
from scale_lsp.flow.batches import is_batch, locks
from scale_lsp.flow.facts import RowWritten
from scale_lsp.flow.iteration import Iteration
from scale_lsp.flow.loop_bodies import Body, effects
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.uses import name_is_used_elsewhere, only_here
from scale_lsp.flow.values import Instance, ModelClass, QuerySet, Value, alternatives
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.names import Symbol
from scale_lsp.text.records import replace
from scale_lsp.text.trees import once

WRITES = frozenset({"create", "save", "update", "delete", "get_or_create", "update_or_create"})


@dataclass(frozen=True, slots=True)
class _Write:
    """A call in the body, the model it writes, and `row`, `new` or `manager`: what it is called on."""

    call: ast.Call
    method: str
    model: Symbol
    on: str


def look(machine: Machine, node: ast.For, over: Iteration, iterated: Value, token: int) -> None:
    """Observe the writes in the body of a loop that has just been gone through."""
    if machine.quiet or over.small or is_shipped(machine.frame.path) or not isinstance(node.target, ast.Name):
        return
    if isinstance(node.body[-1], ast.Return | ast.Break | ast.Raise) or locks(node.iter):
        return
    writes = list(_writes(machine, node, token))
    if not writes:
        return
    body = effects(machine, node, frozenset(id(w.call) for w in writes))
    for write in writes:
        if body is not Body.BUSY and not _is_used(node, write):
            machine.observe(_written(machine, node, over, iterated, write, writes, body))


def _writes(machine: Machine, node: ast.For, token: int) -> Iterator[_Write]:
    from scale_lsp.flow.expressions import evaluate

    for call, function in once(machine.frame.block.memo, "writes", node, _calls):
        with machine.silently():
            of = evaluate(machine, function.value)
        method = function.attr
        match alternatives(of):
            case [Instance() as row] if method in ("save", "delete"):
                on = _kind(node, function.value, row, token)
                if on and not (method == "delete" and on == "row" and not _is_all(node, call)):
                    yield _Write(call, method, row.model, on)
            case [QuerySet() as rows] if method not in ("save", "delete") and _is_plain(machine, rows, method):
                if not is_batch(call, assignments.bound(node)) and (method != "update" or _depends(call, node)):
                    yield _Write(call, method, rows.model, "manager")


def _kind(node: ast.For, of: ast.expr, row: Instance, token: int) -> str:
    """What a row that is saved is: the one the loop visits, one made in it, or one fetched in it."""
    if isinstance(of, ast.Name) and isinstance(node.target, ast.Name) and of.id == node.target.id:
        return "row" if row.loop == token and not row.path and not assignments.copies(node, of.id) else ""
    if isinstance(of, ast.Call):
        return "new" if row.origin is None and not row.sealed else ""
    if isinstance(of, ast.Name) and of.id in assignments.bound(node):
        if row.origin is None:
            return "new" if not row.sealed else ""
        return "" if assignments.copies(node, of.id) else "fetched"
    return ""


def _is_all(node: ast.For, call: ast.Call) -> bool:
    """Whether a call is all that the loop does."""
    match node.body:
        case [ast.Expr(value=value)]:
            return value is call
    return False


def _is_plain(machine: Machine, rows: QuerySet, method: str) -> bool:
    """Whether the method is Django's own."""
    from scale_lsp.flow.calls import find_member

    classes = rows.manager.classes if rows.manager else ()
    return all(find_member(machine, symbol, method) is None for symbol in classes)


def _depends(call: ast.Call, node: ast.For) -> bool:
    names = assignments.bound(node)
    return any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(call.func))


def _calls(node: ast.For) -> tuple[tuple[ast.Call, ast.Attribute], ...]:
    """The calls in a loop that look like writes, without those in loops and functions inside."""
    calls = ((call, call.func) for statement in node.body for call in _calls_in(statement))
    return tuple((call, of) for call, of in calls if isinstance(of, ast.Attribute) and of.attr in WRITES)


def _calls_in(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.For | ast.AsyncFor | ast.While | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls_in(child)


def _is_used(node: ast.For, write: _Write) -> bool:
    """Whether a created row goes on to be used in the loop: its key is needed at once."""
    if write.method not in ("create", "get_or_create", "update_or_create") and write.on != "new":
        return False
    if write.on == "new" and isinstance(write.call.func, ast.Attribute):
        made = write.call.func.value
        return isinstance(made, ast.Name) and assignments.read_after(node, made.id, write.call)
    return not any(isinstance(s, ast.Expr) and s.value is write.call for s in ast.walk(node))


def _written(
    machine: Machine,
    node: ast.For,
    over: Iteration,
    iterated: Value,
    write: _Write,
    writes: list[_Write],
    body: Body,
) -> RowWritten:
    queryset = iterated if isinstance(iterated, QuerySet) else None
    origin = queryset.origin if queryset is not None else None
    found = RowWritten(
        site=machine.site(write.call),
        loop=machine.site(node),
        rows=machine.site(node.iter),
        method=write.method,
        model=write.model,
        on=write.on,
        words=over.rows,
        cached=machine.caches > 0,
    )
    if len(writes) > 1 or body is not Body.COMPUTES or node.orelse:
        return found
    last = node.body[-1]
    alone = isinstance(last, ast.Expr) and last.value is write.call
    if write.on == "manager" or write.on == "new":
        named = _class_in_scope(machine, write)
        found = replace(found, named=named, alone=alone and bool(named) and assignments.only_builds(node, write.call))
    elif write.on == "row":
        free = queryset is not None and _is_free(machine, node, queryset)
        if write.method == "delete":
            found = replace(found, alone=alone and free and len(node.body) == 1)
        else:
            found = _assigned(machine, node, write, found, free and alone)
    return replace(found, origin=origin, sure=assignments.is_settled(machine, node))


def _assigned(machine: Machine, node: ast.For, write: _Write, found: RowWritten, free: bool) -> RowWritten:
    columns = assignments.columns(machine, node, write.model)
    if columns is None or not assignments.saves(write.call, columns):
        return found
    values = assignments.values(machine, node, write.model) if free else None
    named = _class_in_scope(machine, write)
    stays = write.call in (s.value for s in ast.walk(node) if isinstance(s, ast.Expr))
    return replace(
        found,
        named=named if stays else "",
        columns=columns,
        values=values or (),
        alone=values is not None,
        stamps=not write.call.keywords,
    )


def _is_free(machine: Machine, node: ast.For, queryset: QuerySet) -> bool:
    """Whether the rows are seen by this loop only, and a write to all of them at once is possible."""
    if queryset.sliced or queryset.combined or queryset.bound is not None or "distinct" in machine.site(node.iter).text:
        return False
    name = node.target.id if isinstance(node.target, ast.Name) else ""
    return only_here(machine, queryset, node.iter) and not name_is_used_elsewhere(machine, name, node)


def _class_in_scope(machine: Machine, write: _Write) -> str:
    """The name by which the file knows the model, where the write goes through it; "" where it does not."""
    from scale_lsp.flow.resolve import resolve_name

    name = write.model.name.rpartition(".")[2]
    if machine.lookup(name) is not None or resolve_name(machine, name) != ModelClass(write.model):
        return ""
    match write.call.func:
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=of), attr="objects")) if write.on == "manager":
            return name if of == name else ""
    return name if write.on != "manager" else ""
