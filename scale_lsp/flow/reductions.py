"""Expressions that fetch all rows for less: for their number, for whether there is one, for the first few."""

from __future__ import annotations

import ast

from scale_lsp.flow import selections
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.reduction_shapes import BY_KIND, Reduction, builtin, listed
from scale_lsp.flow.uses import name_is_used_elsewhere, only_here
from scale_lsp.flow.values import Instance, QuerySet, Rowshape, Value, alternatives
from scale_lsp.index.graph import is_shipped
from scale_lsp.text.trees import walk


def look(machine: Machine, node: ast.expr) -> None:
    """Observe what a call, comparison, comprehension or subscript reduces a queryset to."""
    if machine.quiet or id(node) in machine.told or is_shipped(machine.frame.path):
        return
    reduction = BY_KIND[type(node)](machine, node)
    if reduction is not None:
        _observe(machine, reduction, node)


def tested(machine: Machine, node: ast.expr) -> None:
    """Observe the truth of an expression: of a queryset, or of its length."""
    if machine.quiet or is_shipped(machine.frame.path):
        return
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[source]) if builtin(machine, node) == "len":
            _observe(machine, Reduction(listed(machine, source), "bool", (node,)), node)
        case ast.Call(func=ast.Name(id="bool")):
            return
        case ast.Call() | ast.Name():
            _observe(machine, Reduction(node, "bool"), node)


def added_up(machine: Machine, loop: ast.For) -> bool:
    """Observe a loop that does nothing but add to a variable: a number of each row, or one for each that matches."""
    match loop.target, loop.body, loop.orelse:
        case ast.Name(id=name), [ast.If(test=test, body=[inner], orelse=[])], []:
            tests: tuple[ast.expr, ...] = (test,)
        case ast.Name(id=name), [inner], []:
            tests = ()
        case _:
            return False
    match inner:
        case ast.AugAssign(target=ast.Name(id=into), op=ast.Add(), value=value) if not any(
            isinstance(one, ast.Name) and one.id == into for part in (value, loop.iter, *tests) for one in walk(part)
        ):
            counts = isinstance(value, ast.Constant) and value.value == 1
        case _:
            return False
    if name_is_used_elsewhere(machine, name, loop):
        return False
    how, added = ("count", None) if counts else ("sum", value)
    return _observe(machine, Reduction(loop.iter, how, (), name, added, tests, into=into), loop)


def _observe(machine: Machine, reduction: Reduction, node: ast.expr | ast.For) -> bool:
    """Whether the rows are reduced to what can be asked of the database."""
    from scale_lsp.flow.expressions import evaluate

    with machine.silently():
        querysets = alternatives(evaluate(machine, reduction.source))
        member = evaluate(machine, reduction.member) if reduction.member is not None else None
    if not all(isinstance(one, QuerySet) and is_reducible(machine, one, reduction) for one in querysets):
        return False
    queryset = querysets[0]
    if not isinstance(queryset, QuerySet) or any(one.model != queryset.model for one in querysets):  # type: ignore[union-attr]
        return False
    sure = reduction.sure
    if member is not None:
        kind = _membership(machine, queryset, member)
        if kind is None:
            return False
        sure = kind
    chosen = selections.conditions(machine, queryset, reduction.variable, reduction.tests)
    column = selections.value(machine, queryset, reduction.variable, reduction.value)
    ordering = selections.order(machine, queryset, reduction.ordering)
    adds_text = bool(reduction.into) and not selections.is_number(
        machine, queryset, reduction.variable, reduction.value
    )
    if chosen is None or column is None or ordering is None or adds_text:
        return False
    machine.told.update(id(part) for part in reduction.inside)
    machine.observe(
        RowsReduced(
            site=machine.site(node),
            rows=machine.site(reduction.source),
            origin=queryset.origin,
            how=reduction.how,
            column=column,
            conditions=chosen,
            ordering=ordering,
            sure=sure,
            cached=machine.caches > 0,
            into=reduction.into,
        )
    )
    return True


_SMALL = frozenset({"len", "bool", "in"})
"""What a related manager's rows are counted and tested for at no gain of Python's; they are few to compute with."""


def is_reducible(machine: Machine, queryset: QuerySet, reduction: Reduction) -> bool:
    if (
        queryset.bound is not None
        or queryset.sliced
        or queryset.paged
        or not only_here(machine, queryset, reduction.source)
    ):
        return False
    if queryset.parent is not None and reduction.how not in _SMALL:
        return False
    if queryset.shape is not Rowshape.INSTANCES and reduction.how not in ("len", "bool", "head"):
        return False
    if queryset.combined and reduction.how not in ("len", "bool", "head"):
        return False
    return not _has_own_way(machine, queryset)


_COUNTING = ("__len__", "__bool__", "__contains__", "__iter__", "__getitem__", "_fetch_all")
_ASKING = ("count", "exists", "contains", "aggregate", "filter", "exclude", "iterator")


def _has_own_way(machine: Machine, queryset: QuerySet) -> bool:
    """Whether the project's own queryset class changes what counting or testing means."""
    from scale_lsp.flow.calls import find_member

    classes = queryset.manager.classes if queryset.manager else ()
    return any(find_member(machine, symbol, name) is not None for symbol in classes for name in (*_COUNTING, *_ASKING))


def _membership(machine: Machine, queryset: QuerySet, member: Value) -> bool | None:
    """Whether a value is surely a saved row of the queryset's model; None when it need not be one at all."""
    models = [one.model for one in alternatives(member) if isinstance(one, Instance)]
    if not models or any(model != queryset.model for model in models):
        return None
    return all(isinstance(one, Instance) and one.origin is not None for one in alternatives(member))
