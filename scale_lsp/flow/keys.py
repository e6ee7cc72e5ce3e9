"""Related rows that are read for nothing but their keys: `order.customer.pk`, `order.customer is None`.

https://docs.djangoproject.com/en/5.2/topics/db/optimization/#use-foreign-key-values-directly
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scale_lsp.flow.facts import KeyUse
from scale_lsp.flow.values import Instance
from scale_lsp.index.models import Relation

if TYPE_CHECKING:
    from scale_lsp.flow.machine import Machine


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes behind the expression `node`: an attribute of its value, a comparison with a `row` ("=="), or a test
    of whether there is one ("").

    `relation` is the attribute that `node` reads, where the node does not say it: a template has one for a whole path.
    """

    node: ast.AST
    attribute: str
    whole: ast.AST
    relation: str | None = None
    row: Instance | None = None


@contextmanager
def ahead(
    machine: Machine,
    node: ast.AST,
    attribute: str,
    whole: ast.AST,
    relation: str | None = None,
    row: Instance | None = None,
) -> Iterator[None]:
    """Evaluate `node` knowing what is done with its value."""
    before, machine.ahead = machine.ahead, Ahead(node, attribute, whole, relation, row)
    try:
        yield
    finally:
        machine.ahead = before


def compared(machine: Machine, node: ast.Compare) -> AbstractContextManager[None]:
    """Evaluate the left side of a comparison knowing that it is compared with None or with one row.

    Rows are equal when their keys are: https://docs.djangoproject.com/en/5.2/ref/models/instances/#eq
    """
    from scale_lsp.flow.expressions import evaluate

    match node:
        case ast.Compare(
            left=ast.Attribute() as left, ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]
        ):
            return ahead(machine, left, "", node)
        case ast.Compare(
            left=ast.Attribute() as left,
            ops=[ast.Eq() | ast.NotEq()],
            comparators=[ast.Name() | ast.Attribute() as other],
        ):
            with machine.silently():
                row = evaluate(machine, other)
            if isinstance(row, Instance):
                return ahead(machine, left, "==", node, row=row)
    return nullcontext()


def key_use(machine: Machine, instance: Instance, relation: Relation, node: ast.AST) -> KeyUse | None:
    """The use of a relation that `node` reads, if a key is all that is wanted of it."""
    coming = machine.ahead
    if coming is None or coming.node is not node or coming.relation not in (None, relation.name):
        return None
    if coming.row is not None and not _is_compared_by_key(machine, coming.row, relation):
        return None
    attribute = "pk" if coming.attribute in ("", "==") else coming.attribute
    field = machine.graph.key(instance.model, relation.name, attribute)
    if field is None:
        field = machine.graph.field(instance.model, relation.name) if not coming.attribute else None
        if field is None or not relation.forward or not field.is_key:
            return None
    if not coming.attribute and not isinstance(coming.whole, ast.Compare) and _has_truth(machine, relation):
        return None
    if coming.row is not None:
        guarded = coming.row.origin is not None
    else:
        guarded = not field.null or not coming.attribute or _is_guarded(machine, node)
    site = machine.site(coming.whole)
    return KeyUse(site, relation.name, coming.attribute, f"{field.name}_id", field.null, guarded, field.constrained)


def _is_compared_by_key(machine: Machine, row: Instance, relation: Relation) -> bool:
    own = relation.target is None or machine.graph.classes.owner_of(relation.target, "__eq__") is not None
    return row.model == relation.target and not own


def _has_truth(machine: Machine, relation: Relation) -> bool:
    """Whether a row can be false."""
    if relation.target is None:
        return True
    owner = machine.graph.classes.owner_of
    return any(owner(relation.target, name) is not None for name in ("__bool__", "__len__"))


def _is_guarded(machine: Machine, node: ast.AST) -> bool:
    """Whether a condition around the expression `node` asks for it: `o.customer.pk if o.customer else None`."""
    wanted = ast.dump(node)
    for outer, inner in _around(machine, node):
        tests: list[ast.expr] = []
        match outer:
            case ast.If(test=test, body=body) if inner in body:
                tests = [test]
            case ast.IfExp(test=test, body=body) if inner is body:
                tests = [test]
            case ast.BoolOp(op=ast.And(), values=values) if inner in values:
                tests = values[: values.index(inner)]
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                tests = [test for generator in outer.generators for test in generator.ifs]
        if any(wanted in map(ast.dump, _required(test)) for test in tests):
            return True
    return False


def _required(test: ast.expr) -> Iterator[ast.expr]:
    """What is there for sure if a condition holds."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            for value in values:
                yield from _required(value)
        case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            yield left
        case _:
            yield test


def _around(machine: Machine, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The expressions and statements around a node of the running code, innermost first, each with its part."""
    memo = machine.frame.block.memo.setdefault("parents", {})
    if not memo:
        for statement in machine.frame.block.statements:
            for outer in ast.walk(statement):
                memo.update((id(child), outer) for child in ast.iter_child_nodes(outer))
    while (outer := memo.get(id(node))) is not None:
        yield outer, node
        node = outer
