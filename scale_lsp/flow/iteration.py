"""What a loop over a value visits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from scale_lsp.flow.ledger import Visit
from scale_lsp.flow.limits import page_of
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import BaseMethod
from scale_lsp.flow.querysets import rows_of
from scale_lsp.flow.spending import of_any
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    Dict,
    Instance,
    Object,
    Paginated,
    QuerySet,
    Rows,
    Tuple,
    Value,
    alternatives,
    join,
    revisited,
)
from scale_lsp.index.names import Symbol
from scale_lsp.text.trees import walk

FEW = 10
"""A loop over a literal of at most so many items is no loop over a table."""


@dataclass(frozen=True, slots=True)
class Iteration:
    """`rows` says in words what is visited; `over_rows`: it comes from the database; `small`: it is a handful.

    `model` and `most` are whose rows they are and how many at most, where that is known; `paged`: one page of them.
    `of_one`: all of it belongs to one row.
    """

    item: Value
    rows: str
    over_rows: bool
    small: bool
    model: Symbol | None = None
    most: int | None = None
    paged: bool = False
    of_one: bool = False

    @property
    def visit(self) -> Visit:
        return Visit(self.rows, self.model, self.most, self.paged, self.of_one)


def iterate(machine: Machine, value: Value, node: ast.AST) -> Iteration:
    """The item of a loop over `value`; fetches a queryset."""
    all_of = of_any(machine, value, lambda one: _iterate(machine, one, node))
    some = [i for i in all_of if not i.small] or all_of
    shown = next((i for i in some if i.over_rows), some[0])
    return Iteration(
        join(*(i.item for i in some)),
        shown.rows,
        shown.over_rows,
        all(i.small for i in all_of),
        shown.model,
        shown.most,
        shown.paged,
        all(i.of_one for i in some),
    )


def _iterate(machine: Machine, value: Value, node: ast.AST) -> Iteration:
    match value:
        case QuerySet():
            item = rows_of(machine, value, node)
            few = value.empty or (value.bound is not None and value.bound <= 1)
            most = 0 if value.empty else value.bound
            words = f"rows of {value.model.name.rpartition('.')[2]}"
            return Iteration(item, words, True, few, value.model, most, value.paged, _is_of_one(machine, value))
        case Rows(item=item, size=size, query=query):
            rows = [i for i in _rows_in(item) if i.origin is not None or i.sealed]
            words = f"rows of {rows[0].model.name.rpartition('.')[2]}" if rows else "items"
            few = size is not None and size <= FEW
            model = rows[0].model if rows else value.each.model if value.each is not None else None
            most = size if size is not None else query.bound if query is not None else None
            of_one = query is not None and _is_of_one(machine, query)
            return Iteration(item, words, bool(rows) or query is not None, few, model, most, of_one=of_one)
        case Tuple(items=items):
            return Iteration(join(*items), "items", False, True, most=len(items))
        case Dict(key=key, keys=keys, values=values):
            small = bool(keys) and values is UNKNOWN
            rows = _rows_in(key) or _rows_in(values)
            return Iteration(key, "items", bool(rows), small, most=len(keys) if small else None)
        case Paginated(of=of):
            return iterate(machine, join(*map(page_of, alternatives(of))), node)
        case Const():
            return Iteration(UNKNOWN, "items", False, True)
        case Object() if iterator := _inherited_iterator(machine, value):
            return iterate(machine, iterator(machine, value, node, (), {}), node)
    return Iteration(UNKNOWN, "items", False, False)


def _is_of_one(machine: Machine, queryset: QuerySet) -> bool:
    """Whether the rows are those of one other row that no loop visits."""
    owners = [one.value for one in queryset.lookups if one.method == "filter" and not one.alternative]
    if queryset.parent is not None:
        owners.append(queryset.parent)
    return any(isinstance(one, Instance) and not machine.visits(one) for one in owners)


def _inherited_iterator(machine: Machine, of: Object) -> BaseMethod | None:
    from scale_lsp.flow.classes import inherited

    return inherited(machine, of, "__iter__")


@contextmanager
def visited(machine: Machine, value: Value, node: ast.AST) -> Iterator[Value]:
    """The item of a loop that a framework runs over `value` by itself."""
    over = iterate(machine, value, node)
    with machine.looping(node, over.rows, frozenset(), over.over_rows, over.small, over.visit) as loop:
        yield revisited(over.item, None if over.small else loop.token, machine.active - {loop.token})


def _rows_in(value: Value) -> list[Instance]:
    match value:
        case Instance():
            return [value]
        case Tuple(items=items):
            return [i for item in items for i in _rows_in(item)]
        case Object(attributes=attributes):
            return [i for _, item in attributes for i in _rows_in(item)]
    return [i for one in alternatives(value) if isinstance(i := one, Instance)]


def bound_names(target: ast.expr) -> frozenset[str]:
    """The variables that an assignment target binds."""
    return frozenset(n.id for n in walk(target) if isinstance(n, ast.Name))


def assigned_names(body: list[ast.stmt]) -> frozenset[str]:
    """The variables that statements bind or change, through nested statements."""
    names: set[str] = set()
    for statement in body:
        for node in walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                names.add(node.id)
    return frozenset(names)
