"""Comprehensions: loops that are expressions, with variables of their own."""

from __future__ import annotations

import ast

from scale_lsp.flow.iteration import bound_names, iterate
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.values import Dict, QuerySet, Rows, Value, revisited


def comprehension(machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
    from scale_lsp.flow.expressions import evaluate

    first = node.generators[0]
    over = evaluate(machine, first.iter)
    item = _generate(machine, node.generators, node, [node.elt], over)[0]
    alone = len(node.generators) == 1 and not first.ifs
    return Rows(item, each=_rows_of(over) if alone else None)


def _rows_of(value: Value) -> QuerySet | None:
    match value:
        case QuerySet():
            return value
        case Rows(query=query, each=each):
            return query or each
    return None


def dict_comprehension(machine: Machine, node: ast.DictComp) -> Value:
    key, value = _generate(machine, node.generators, node, [node.key, node.value])
    return Dict(values=value, key=key)


def _generate(
    machine: Machine,
    generators: list[ast.comprehension],
    node: ast.expr,
    results: list[ast.expr],
    first_over: Value | None = None,
) -> list[Value]:
    from scale_lsp.flow.binding import assign
    from scale_lsp.flow.expressions import evaluate, truth

    if not generators:
        return [evaluate(machine, result) for result in results]
    first, *rest = generators
    value = first_over if first_over is not None else evaluate(machine, first.iter)
    with machine.asynchronously(bool(first.is_async)):
        over = iterate(machine, value, first.iter)
    saved = dict(machine.frame.variables)
    names = bound_names(first.target) | frozenset().union(*(bound_names(g.target) for g in rest))
    try:
        with machine.looping(node, over.rows, names, over.over_rows, over.small, over.visit) as loop:
            token = None if over.small else loop.token
            assign(machine, first.target, revisited(over.item, token, machine.active - {loop.token}))
            once = [t for t in first.ifs if picks_one(t)]
            if once:
                machine.left.append(frozenset((loop.token,)))
            for test in first.ifs:
                truth(machine, test)
            values = _generate(machine, rest, node, results)
            if once:
                machine.left.pop()
    finally:
        walrus = {
            n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr) and isinstance(n.target, ast.Name)
        }
        after = machine.frame.variables
        machine.frame.variables = saved | {k: v for k, v in after.items() if k in walrus}
    return values


def picks_one(test: ast.expr) -> bool:
    """A condition that holds for at most one row: a comparison of its primary key."""
    return (
        isinstance(test, ast.Compare)
        and len(test.ops) == 1
        and isinstance(test.ops[0], ast.Eq | ast.Is)
        and any(
            isinstance(side, ast.Attribute) and side.attr in ("pk", "id") for side in (test.left, test.comparators[0])
        )
        and not all(isinstance(side, ast.Attribute) for side in (test.left, test.comparators[0]))
    )
