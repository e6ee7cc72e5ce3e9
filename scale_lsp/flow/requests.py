"""What a project's own code puts on requests: `request.event = get_object_or_404(Event, …)` in a middleware.

Django and everything on top of it calls the request `request`; an attribute of it means the same everywhere.
"""

from __future__ import annotations

import ast

from scale_lsp.flow.calls import function_of, run, self_of
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.parameters import parameters
from scale_lsp.flow.steps import OutOfSteps
from scale_lsp.flow.values import UNKNOWN, Function, Instance, Value, alternatives
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.text.records import replace


def is_request(node: ast.expr) -> bool:
    """`request` and `self.request`."""
    match node:
        case ast.Name(id="request") | ast.Attribute(value=ast.Name(id="self"), attr="request"):
            return True
    return False


def request_attribute(machine: Machine, name: str) -> Value:
    """The row that `request.name` is: of the model that all assignments in the project agree on, else UNKNOWN."""
    if name == "user":
        user = machine.graph.user_model
        return Instance(user) if user else UNKNOWN
    makers = machine.graph.request_attributes.get(name)
    key = ("request", name)
    if makers is None or key in machine.pending:
        return UNKNOWN
    known = machine.calls.get(key)
    if known is None and key in machine.provisional:
        known, waits_for = machine.provisional[key]
        machine.unfinished |= waits_for
    if known is None:
        with machine.by_itself(key) as (_, blocks, *_):
            models = {model for path, qualname in makers for model in _assigned(machine, path, qualname, name)}
            missing = machine.unfinished
        value = Instance(next(iter(models))) if len(models) == 1 else UNKNOWN
        known = (value, {}, tuple(blocks), set(), {})
        machine.unfinished |= missing
        if missing:
            machine.provisional[key] = (known, frozenset(missing))
        else:
            known = machine.finish(key, known)
    machine.take(None, *known[1:])
    return known[0]


def _assigned(machine: Machine, path: str, qualname: str, name: str) -> list[Symbol]:
    """The models of the rows that a function assigns."""
    owner = qualname.rpartition(".")[0]
    function = function_of(machine, path, qualname, Symbol(Kind.CLASS, path, owner) if owner else None)
    if function is None or isinstance(function.node, ast.Lambda):
        return []
    outer = machine.given_to_requests
    given: dict[str, list[Value]] = {}
    machine.given_to_requests = given
    try:
        _interpret(machine, function, function.node)
    except (OutOfSteps, RecursionError):
        pass
    finally:
        machine.given_to_requests = outer
    return [one.model for value in given.get(name, ()) for one in alternatives(value) if isinstance(one, Instance)]


def _interpret(machine: Machine, function: Function, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    frame = Frame(function.path, function.block, function.qualname, {}, owner=function.owner, node=node)
    machine.frames.append(frame)
    try:
        frame.self_value = self_of(machine, function.owner) if function.owner is not None else None
        frame.variables = parameters(machine, node, function.owner, frame.self_value)
    finally:
        machine.frames.pop()
    run(machine, replace(frame, returned=[], left=[]), node)
