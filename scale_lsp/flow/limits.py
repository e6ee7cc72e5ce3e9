"""What a queryset or a slice of one refuses: methods of other libraries, negative indexes, changes behind the slice."""

from __future__ import annotations

import ast

from scale_lsp.flow.facts import LimitRefused
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Const, QuerySet, Rows, Value
from scale_lsp.index.graph import is_shipped
from scale_lsp.orm.queryset_methods import OF_OTHER_LIBRARIES
from scale_lsp.text.records import replace

_OF_WHOLE_QUERIES = frozenset(
    {"order_by", "reverse", "distinct", "last", "latest", "earliest", "update", "delete", "in_bulk"}
)
_WITH_CONDITIONS = frozenset({"filter", "exclude", "get"})


def called(machine: Machine, queryset: QuerySet, name: str, node: ast.Call) -> None:
    """A method is called that the project does not define."""
    if not isinstance(node.func, ast.Attribute):  # templates call by themselves what they can
        return
    if name in OF_OTHER_LIBRARIES:
        if queryset.manager is None or queryset.manager.known:
            _refused(machine, queryset, node, name)
    elif queryset.sliced and queryset.bound is not None and not queryset.pristine:
        if name in _OF_WHOLE_QUERIES or (name in _WITH_CONDITIONS and (node.args or node.keywords)):
            _refused(machine, queryset, node, name)


def subscripted(machine: Machine, queryset: QuerySet, node: ast.Subscript) -> None:
    """An index, or a slice."""
    bounds = (node.slice.lower, node.slice.upper) if isinstance(node.slice, ast.Slice) else (node.slice,)
    if any(isinstance(bound, ast.UnaryOp) and isinstance(bound.op, ast.USub) for bound in bounds):
        _refused(machine, queryset, node, "negative")


def last_of(machine: Machine, queryset: QuerySet, node: ast.AST) -> None:
    """The template filter `last` asks for the index -1."""
    _refused(machine, queryset, node, "last filter")


def part_of(machine: Machine, value: Value, bounds: Value, node: ast.AST) -> Value:
    """The template filter `slice`, whose argument is the text between the brackets: `:10`."""
    match value:
        case QuerySet():
            if isinstance(bounds, Const) and "-" in str(bounds.value):
                _refused(machine, value, node, "negative filter")
            return replace(value, sliced=True)
        case Rows(item=item):
            return Rows(item)
    return value


def page_of(value: Value) -> Value:
    """One page of the rows. A paginator's own `object_list` has them all; nothing is said of it."""
    match value:
        case QuerySet():
            return replace(value, paged=True)
        case Rows(item=item):
            return Rows(item)
    return value


def _refused(machine: Machine, queryset: QuerySet, node: ast.AST, how: str) -> None:
    if queryset.model_known and not is_shipped(machine.frame.path):
        machine.observe(LimitRefused(machine.site(node), queryset.model, how, queryset.sliced))
