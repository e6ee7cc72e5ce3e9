"""One entry interpreted: what it observes, and what that rests on."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scale_lsp.flow.calls import self_of
from scale_lsp.flow.decorated import rows_given, surroundings_of_entry
from scale_lsp.flow.entries import Entry
from scale_lsp.flow.facts import EntryPoint, Observation
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.ledger import TOO_LONG, Ledger
from scale_lsp.flow.machine import Calls, Machine
from scale_lsp.flow.parameters import parameters
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.spending import whole_function
from scale_lsp.flow.steps import OutOfSteps, never
from scale_lsp.flow.values import Object, Site, Value, join
from scale_lsp.index.dependencies import Dependency
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.text.records import replace


@dataclass(frozen=True, slots=True)
class Result:
    """What one entry observed, and what that depends on."""

    observations: tuple[Observation, ...]
    uses: tuple[Dependency, ...]
    start: EntryPoint
    asked: Mapping[str, Ledger]
    """The queries of one run, by the kind of request where a class answers several; else under an empty name."""


_NOTHING_ASKED: Mapping[str, Ledger] = {"": {}}
"""What most entries ask."""
_NOTHING_GIVEN: Mapping[str, Value] = {}


def interpret(
    snapshot: Snapshot,
    entry: Entry,
    calls: Calls | None = None,
    frameworks: Frameworks = (),
    stop: Callable[[], bool] = never,
    given: Mapping[str, Value] = _NOTHING_GIVEN,
) -> Result:
    """Interpret one entry with nothing known about its callers. Raises Interrupted when `stop` says so.

    `given` are variables that it has besides.
    """
    with snapshot.reads.noted(whole_files=False):
        return _interpret(snapshot, entry, Machine(snapshot, calls, frameworks, stop), frameworks, given)


def _interpret(
    snapshot: Snapshot, entry: Entry, machine: Machine, frameworks: Frameworks, given: Mapping[str, Value]
) -> Result:
    from scale_lsp.flow.statements import execute_all

    frame = Frame(entry.path, entry.block, entry.name, dict(given), owner=entry.owner, node=entry.node)
    machine.frames.append(frame)
    machine.uses[entry.block] = None
    try:
        if isinstance(entry.node, ast.FunctionDef | ast.AsyncFunctionDef):
            frame.self_value = _entered(machine, entry)
            frame.variables |= parameters(machine, entry.node, entry.owner, frame.self_value)
            frame.handed = rows_given(machine, entry.path, entry.node, entry.owner)
            around = surroundings_of_entry(machine, entry.path, entry.node, entry.owner)
            with machine.amid(around), whole_function(machine):
                execute_all(machine, entry.node.body)
            for framework in frameworks:
                if framework.returned is not None and frame.returned:
                    framework.returned(machine, entry.node, join(*frame.returned))
        elif isinstance(entry.node, ast.ClassDef) and entry.owner is not None:
            info = snapshot.graph.classes.info(entry.owner)
            for framework in frameworks:
                if framework.visits is not None and framework.owns(info):
                    framework.visits(machine, info)
        elif isinstance(entry.node, ast.stmt):
            execute_all(machine, [entry.node])
    except (OutOfSteps, RecursionError):
        machine.ledger[TOO_LONG] = 0
    asked = {"": machine.ledger, **machine.answers} if machine.ledger or machine.answers else _NOTHING_ASKED
    start = _entry_point(snapshot, entry)  # notes what it rests on
    return Result(tuple(machine.observations()), tuple(machine.uses), start, asked)


def _entered(machine: Machine, entry: Entry) -> Value | None:
    """`self` of a method that its framework calls."""
    if entry.owner is None:
        return None
    value = self_of(machine, entry.owner)
    if not isinstance(value, Object):
        return value
    info = machine.graph.classes.info(entry.owner)
    name = entry.name.rpartition(".")[2]
    given = {
        key: held
        for framework in machine.frameworks
        if framework.entered is not None and framework.owns(info)
        for key, held in framework.entered(info, name, entry.node).items()
    }
    return replace(value, attributes=tuple(given.items()))


def _entry_point(snapshot: Snapshot, entry: Entry) -> EntryPoint:
    """Who starts an entry."""
    roles = snapshot.graph.roles
    if isinstance(entry.node, ast.FunctionDef | ast.AsyncFunctionDef):
        role = roles.of_function(entry.path, entry.name)
    else:
        role = roles.of_class(entry.owner) if entry.owner is not None else Role.CODE
    return EntryPoint(role, entry.path, entry.name, Site(entry.path, entry.block, entry.node))
