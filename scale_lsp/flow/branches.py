"""`if`: both branches, unless the outcome is known; which of them leave, and what they make of the variables."""

from __future__ import annotations

import ast
from contextlib import nullcontext

from scale_lsp.flow.caches import hits, misses
from scale_lsp.flow.comprehensions import picks_one
from scale_lsp.flow.decisions import decided
from scale_lsp.flow.expressions import evaluate, truth
from scale_lsp.flow.kept import fills
from scale_lsp.flow.ledger import Ledger, add, dearest
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.spending import Ways, is_get, is_no_get, leave
from scale_lsp.flow.values import (
    UNKNOWN,
    Instance,
    Value,
    join,
)


def branch(machine: Machine, node: ast.If) -> bool:
    """Whether control leaves the surrounding statements on both ways."""
    from scale_lsp.flow.statements import execute_all

    outcome = decided(machine, node.test)
    if outcome is not None:
        return execute_all(machine, node.body if outcome else node.orelse)
    truth(machine, node.test)
    before = dict(machine.frame.variables)
    once = picks_one(node.test) or _marks_change(node) or _picks_literal(machine, node.test)
    if once:
        machine.left.append(frozenset(loop.token for loop in machine.loops[-1:]))
    narrowed = _narrow(machine, node.test)
    missed = machine.behind_cache() if misses(machine, node.test) or fills(machine, node) else nullcontext()
    ways = Ways(machine)
    taken = ways.begin()
    with machine.silently() if _is_off(node.test) else missed:
        left = execute_all(machine, node.body)
    if left and hits(machine, node.test):  # the rest of the function runs when the cache has nothing
        machine.caches += 1
    if once:
        machine.left.pop()
    after = machine.frame.variables
    machine.frame.variables = before
    if narrowed and not left:
        for name in narrowed:
            after[name] = join(after.get(name, UNKNOWN), before.get(name, UNKNOWN))
    not_taken = ways.begin()
    other_left = execute_all(machine, node.orelse)
    ways.outside()
    _count(machine, node, (taken, left), (not_taken, other_left))
    if left and other_left:
        return True
    if left:
        return False
    if other_left:
        machine.frame.variables = after
        return False
    join_variables(machine, after)
    return False


def _count(machine: Machine, node: ast.If, taken: tuple[Ledger, bool], not_taken: tuple[Ledger, bool]) -> None:
    """Go on with what the dearer branch asks, of those that do not leave the function. Each comes with whether it
    does. What raises gives no answer.
    """
    ways = [taken, not_taken]
    raises = isinstance(node.body[-1], ast.Raise)
    if is_no_get(node.test):
        ways = [not_taken]
    elif is_get(node.test):
        ways = [taken]
    for ledger, left in ways:
        if left and not raises:
            leave(machine, ledger)
    add(machine.ledger, dearest(ledger for ledger, left in ways if not left))


def _is_off(test: ast.expr) -> bool:
    """Conditions that do not hold where many users are: `settings.DEBUG`, `TYPE_CHECKING`, `False`."""
    match test:
        case ast.Constant(value=value):
            return not value
        case ast.Attribute(value=ast.Name(id="settings"), attr="DEBUG") | ast.Name(id="TYPE_CHECKING"):
            return True
    return False


def _picks_literal(machine: Machine, test: ast.expr) -> bool:
    """`if kind == "order"` where the loop goes over kinds: the loop comes here once, with that one."""
    match test:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant()]):
            return bool(machine.loops) and name in machine.loops[-1].names
    return False


def _marks_change(node: ast.If) -> bool:
    """`if event_id != order.event_id: …; event_id = order.event_id`: once for each run of equal values."""
    match node.test:
        case ast.Compare(left=left, ops=[ast.NotEq() | ast.IsNot()], comparators=[right]):
            names = {(a.id, ast.dump(b)) for a, b in ((left, right), (right, left)) if isinstance(a, ast.Name)}
            return any(
                isinstance(statement, ast.Assign)
                and any(
                    (t.id, ast.dump(statement.value)) in names for t in statement.targets if isinstance(t, ast.Name)
                )
                for statement in node.body
            )
    return False


def _narrow(machine: Machine, test: ast.expr) -> tuple[str, ...]:
    """`if isinstance(x, Order)`: inside the branch an unknown x is an order."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), ast.Name() | ast.Attribute() as cls]):
            from scale_lsp.flow.values import ModelClass

            if machine.lookup(name) in (UNKNOWN, None):
                found = evaluate(machine, cls)
                if isinstance(found, ModelClass):
                    machine.frame.variables[name] = Instance(found.model, sealed=True)
                    return (name,)
    return ()


def join_variables(machine: Machine, other: dict[str, Value]) -> None:
    """The variables after two ways that may each have been taken."""
    variables = machine.frame.variables
    for name in variables.keys() | other.keys():
        if name in variables and name in other:
            if variables[name] is not other[name]:
                variables[name] = join(other[name], variables[name])
        else:
            variables[name] = variables.get(name) or other[name]
