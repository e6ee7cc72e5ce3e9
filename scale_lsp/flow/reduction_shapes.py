"""The expressions that can reduce the rows of a queryset, and what each does with them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scale_lsp.flow import selections
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import External
from scale_lsp.index.summary import ends_in
from scale_lsp.text.compact import by_kind


@dataclass(frozen=True, slots=True)
class Reduction:
    """What an expression does with the rows of `source`. `inside` are its parts that would look like reductions too."""

    source: ast.expr
    how: str
    inside: tuple[ast.expr, ...] = ()
    variable: str = ""
    """The variable of a loop over the rows, which `value` and `tests` speak of."""
    value: ast.expr | None = None
    tests: tuple[ast.expr, ...] = ()
    member: ast.expr | None = None
    ordering: selections.Key | None = None
    sure: bool = True
    into: str = ""
    """The variable that a loop adds to."""


def builtin(machine: Machine, node: ast.Call) -> str:
    """The name of Python's own function that a call is of; "" for any other."""
    from scale_lsp.flow.resolve import resolve_name

    if not isinstance(node.func, ast.Name) or machine.lookup(node.func.id) is not None:
        return ""
    found = resolve_name(machine, node.func.id)
    return node.func.id if found == External(f"builtins.{node.func.id}") else ""


def listed(machine: Machine, node: ast.expr) -> ast.expr:
    """What a list is made of: `orders` of `list(orders)`."""
    match node:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[inner], keywords=[]) if builtin(machine, node):
            return inner
    return node


def _loop(node: ast.expr) -> tuple[str, ast.comprehension, ast.expr] | None:
    """The variable, the loop and the value of a comprehension over one thing."""
    match node:
        case (
            ast.GeneratorExp(generators=[ast.comprehension(target=ast.Name(id=name), is_async=0) as loop], elt=value)
            | ast.ListComp(generators=[ast.comprehension(target=ast.Name(id=name), is_async=0) as loop], elt=value)
            | ast.SetComp(generators=[ast.comprehension(target=ast.Name(id=name), is_async=0) as loop], elt=value)
        ):
            return name, loop, value
    return None


def _call(machine: Machine, node: ast.Call) -> Reduction | None:
    if (
        not node.args
        or isinstance(node.args[0], ast.Starred)
        or (len(node.args) > 1 and ends_in(node.func) != "sample")
    ):
        return None
    if ends_in(node.func) in _DRAWING:
        return _drawn(machine, node)
    name, argument = builtin(machine, node), node.args[0]
    loop = _loop(argument)
    if ends_in(node.func) == "Counter" and loop and not node.keywords:
        counts = _named(machine, node.func) == "collections.Counter" and not isinstance(argument, ast.SetComp)
        return Reduction(loop[1].iter, "groups", (argument,), loop[0], loop[2], tuple(loop[1].ifs)) if counts else None
    match name:
        case "len" if isinstance(argument, ast.ListComp) and loop:
            whole = isinstance(loop[2], ast.Name) and loop[2].id == loop[0]
            value = None if whole else loop[2]  # what each row is asked for must not do anything
            return Reduction(loop[1].iter, "count", (argument,), loop[0], value, tuple(loop[1].ifs))
        case "len" | "bool" if not node.keywords and loop is None:
            return Reduction(listed(machine, argument), name, (argument,))
        case "sum" if loop and isinstance(loop[2], ast.Constant) and loop[2].value == 1:
            return Reduction(loop[1].iter, "count", (argument,), loop[0], None, tuple(loop[1].ifs))
        case "sum" | "min" | "max" if loop and not node.keywords:
            return Reduction(loop[1].iter, name, (argument,), loop[0], loop[2], tuple(loop[1].ifs))
        case "any" if loop and not isinstance(argument, ast.ListComp):
            return Reduction(loop[1].iter, name, (argument,), loop[0], None, (*loop[1].ifs, loop[2]))
        case "set" if loop and not isinstance(argument, ast.SetComp):
            return Reduction(loop[1].iter, "distinct", (argument,), loop[0], loop[2], tuple(loop[1].ifs))
        case "list" if not node.keywords:
            return _filtered(machine, argument)
    return None


_DRAWING = frozenset({"choice", "sample", "choices"})


def _drawn(machine: Machine, node: ast.Call) -> Reduction | None:
    """`random.choice(rows)`, `random.sample(list(rows), 3)`."""
    drawing = _named(machine, node.func).partition(".")[0] in ("random", "secrets")
    return Reduction(listed(machine, node.args[0]), "draw") if drawing else None


def _named(machine: Machine, function: ast.expr) -> str:
    """The full name of a function or class of a library."""
    from scale_lsp.flow.expressions import evaluate

    with machine.silently():
        callee = evaluate(machine, function)
    return callee.name if isinstance(callee, External) else ""


def _filtered(machine: Machine, node: ast.expr) -> Reduction | None:
    match node:
        case ast.Call(
            func=ast.Name(id="filter"),
            args=[ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)]), body=test), source],
        ) if builtin(machine, node):
            return Reduction(source, "filter", (node,), name, None, (test,))
    return None


def _comprehension(machine: Machine, node: ast.ListComp | ast.SetComp) -> Reduction | None:
    loop = _loop(node)
    if loop is None:
        return None
    name, over, value = loop
    if isinstance(node, ast.SetComp):
        return Reduction(over.iter, "distinct", (), name, value, tuple(over.ifs))
    return Reduction(over.iter, "filter", (), name, None, tuple(over.ifs)) if over.ifs else None


def _subscript(machine: Machine, node: ast.Subscript) -> Reduction | None:
    """`list(rows)[:10]`, `sorted(rows, key=…)[0]`."""
    first = isinstance(node.slice, ast.Constant) and node.slice.value == 0
    if not first and not _is_head(node.slice):
        return None
    literal = first or all(isinstance(n, ast.Constant) for n in (node.slice.lower, node.slice.upper) if n)  # type: ignore[attr-defined]
    match node.value:
        case ast.Call(func=ast.Name(id="list"), args=[source], keywords=[]) if builtin(machine, node.value):
            return Reduction(source, "head", (node.value,), sure=literal)
        case ast.Call(func=ast.Name(id="sorted"), args=[source], keywords=keywords) if builtin(machine, node.value):
            key = selections.key(keywords)
            return Reduction(listed(machine, source), "head", (node.value,), ordering=key, sure=False) if key else None
    return None


def _is_head(node: ast.expr) -> bool:
    """`[:10]`, `[start:stop]`; a number that is written is not negative (`-1` is no constant)."""
    return (
        isinstance(node, ast.Slice)
        and node.upper is not None
        and node.step is None
        and all(isinstance(n, ast.Constant | ast.Name) for n in (node.lower, node.upper) if n is not None)
    )


_ONE = {(ast.Gt, 0): False, (ast.GtE, 1): False, (ast.NotEq, 0): False, (ast.Eq, 0): True, (ast.Lt, 1): True}
"""Comparisons of a number of rows that ask whether there is one, and whether they ask for none."""


def _compare(machine: Machine, node: ast.Compare) -> Reduction | None:
    match node:
        case ast.Compare(left=member, ops=[ast.In() | ast.NotIn()], comparators=[source]):
            return Reduction(source, "in", (), member=member)
        case ast.Compare(
            left=ast.Call(args=[source], keywords=[]) as call, ops=[op], comparators=[ast.Constant(value=n)]
        ):
            if (type(op), n) in _ONE and not isinstance(n, bool) and builtin(machine, call) == "len":
                return Reduction(listed(machine, source), "bool", (call,))
    return None


BY_KIND: dict[type[ast.expr], Callable[[Machine, Any], Reduction | None]] = by_kind(
    {
        ast.Call: _call,
        ast.ListComp: _comprehension,
        ast.SetComp: _comprehension,
        ast.Subscript: _subscript,
        ast.Compare: _compare,
    }
)
