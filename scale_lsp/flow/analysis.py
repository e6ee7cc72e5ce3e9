"""The analysis of a project: every function interpreted once, and again when what it rests on has changed."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scale_lsp.flow.calls import self_of
from scale_lsp.flow.decorated import rows_given, surroundings_of_entry
from scale_lsp.flow.entries import Entry, entries
from scale_lsp.flow.facts import (
    EntryPoint,
    Observation,
)
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.ledger import TOO_LONG, Ledger
from scale_lsp.flow.machine import Calls, Machine
from scale_lsp.flow.parameters import parameters
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.spending import whole_function
from scale_lsp.flow.steps import Interrupted, OutOfSteps, never
from scale_lsp.flow.values import Object, Site, Value, join
from scale_lsp.index.dependencies import PATHS, Dependency, Users, file
from scale_lsp.index.derived import renew
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.text.blocks import Block


@dataclass(frozen=True, slots=True)
class Result:
    """What one entry observed, and what that depends on."""

    observations: tuple[Observation, ...]
    uses: frozenset[Dependency]
    start: EntryPoint
    asked: Mapping[str, Ledger]
    """The queries of one run, by the kind of request where a class answers several; else under an empty name."""


class Analysis:
    """Results of all entries of a project, kept up to date with its snapshots.

    An entry is interpreted again when something that its result depends on has changed, and only then. Until somebody
    has it interpreted it is pending, and nothing that it observed counts.
    """

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.results: dict[int, tuple[Entry, Result]] = {}
        """By the identity of the entry's node."""
        self.pending: dict[int, Entry] = {}
        self.interpreted = 0
        """How many entries were interpreted since the last snapshot."""
        self.stop: Callable[[], bool] = never
        """Says that somebody waits: then interpretation is Interrupted."""
        self.touched: dict[int, None] = {}
        """Entries that were interpreted or have gone since somebody last asked."""
        self._of_path: dict[str, list[int]] = {}
        self._blocks: dict[str, tuple[Block, ...]] = {}
        """The blocks whose entries these are."""
        self._listing: dict[str, dict[Dependency, None]] = {}
        self._listed = Users[str]()
        """What else says which entries a file has."""
        self._users = Users[int]()
        self._calls: Calls = {}
        self._callers = Users[Any]()

    def of(self, path: str) -> Iterator[tuple[Entry, Result]]:
        """What is known of the entries of a file."""
        for key in self._of_path.get(path, ()):
            if key in self.results:
                yield self.results[key]

    def follow(self, snapshot: Snapshot, frameworks: Frameworks) -> dict[int, None]:
        """Forget the results that do not hold in a snapshot; which entries these are."""
        renew(snapshot)
        changed = snapshot.changed_since(self.snapshot.revision) if self.snapshot is not None else None
        self.snapshot, self.interpreted = snapshot, 0
        if changed is None:
            stale = dict.fromkeys((*self.results, *self.pending))
            self._calls.clear()
            self._callers.clear()
            paths, changed = [*self._of_path, *snapshot.paths], frozenset()
            self._of_path.clear()
        else:
            stale = self._users.of(changed)
            edited = (path for path in self._of_path if file(path) in changed)
            paths = [path for path in edited if _blocks(snapshot, path) is not self._blocks[path]]
            paths += [path for path in snapshot.paths if path not in self._of_path] if PATHS in changed else []
            paths += self._listed.of(changed)
        for call in self._callers.of(changed):
            self._callers.remove(call, self._calls.pop(call)[2])
        for path in dict.fromkeys(paths):
            self._list(snapshot, path, frameworks, stale)
        for key in stale:
            self._forget(key)
        return stale

    def _list(self, snapshot: Snapshot, path: str, frameworks: Frameworks, stale: dict[int, None]) -> None:
        """See which entries a file has: what is new is pending, what is gone is stale."""
        before = self._of_path.pop(path, ())
        self._listed.remove(path, self._listing.pop(path, ()))
        self._blocks[path] = _blocks(snapshot, path)
        with snapshot.reads.noted(whole_files=False) as uses:
            found = {id(entry.node): entry for entry in entries(snapshot, path, frameworks)}
        stale |= {key: None for key in before if key not in found}
        self._of_path[path] = list(found)
        self._listing[path] = uses
        self._listed.add(path, uses)
        self.pending |= {key: entry for key, entry in found.items() if key not in self.results or key in stale}

    def interpret(self, frameworks: Frameworks, wanted: Callable[[int, Entry], bool] | None = None) -> None:
        """Interpret pending entries: all, or those that are wanted."""
        for key, entry in list(self.pending.items()):
            if wanted is None or wanted(key, entry):
                self._interpret(key, entry, frameworks)

    def _interpret(self, key: int, entry: Entry, frameworks: Frameworks) -> None:
        assert self.snapshot is not None, "there is something to interpret"
        del self.pending[key]
        known = len(self._calls)
        try:
            result = interpret(self.snapshot, entry, self._calls, frameworks, self.stop)
        except Interrupted:
            self.pending[key] = entry
            raise
        finally:
            for call in itertools.islice(reversed(self._calls), len(self._calls) - known):
                self._callers.add(call, self._calls[call][2])
        self.results[key] = (entry, result)
        self._users.add(key, result.uses)
        self.touched[key] = None
        self.interpreted += 1

    def _forget(self, key: int) -> None:
        """What an entry observed does not count any more. It is pending if it is still there."""
        known = self.results.pop(key, None)
        if known is not None:
            self._users.remove(key, known[1].uses)
            self.touched[key] = None
        there = known[0] if known is not None else self.pending.get(key)
        if there is None or key not in self._of_path.get(there.path, ()):
            self.pending.pop(key, None)
        else:
            self.pending.setdefault(key, there)


def _blocks(snapshot: Snapshot, path: str) -> tuple[Block, ...]:
    source = snapshot.sources.get(path)
    return source.blocks if source is not None else ()


def followed(snapshot: Snapshot) -> Analysis:
    """The analysis of the project. There is one, whatever the snapshot."""
    analysis: Analysis | None = snapshot.memo.get("analysis")
    if analysis is None:
        analysis = snapshot.memo["analysis"] = Analysis()
    return analysis


def analyse(snapshot: Snapshot, frameworks: Frameworks = ()) -> Analysis:
    """The analysis of the project at the moment of the snapshot, with nothing pending."""
    analysis = followed(snapshot)
    if analysis.snapshot is not snapshot:
        analysis.follow(snapshot, frameworks)
    analysis.interpret(frameworks)
    return analysis


def interpret(
    snapshot: Snapshot,
    entry: Entry,
    calls: Calls | None = None,
    frameworks: Frameworks = (),
    stop: Callable[[], bool] = never,
) -> Result:
    """Interpret one entry with nothing known about its callers. Raises Interrupted when `stop` says so."""
    with snapshot.reads.noted(whole_files=False):
        return _interpret(snapshot, entry, Machine(snapshot, calls, frameworks, stop), frameworks)


def _interpret(snapshot: Snapshot, entry: Entry, machine: Machine, frameworks: Frameworks) -> Result:
    from scale_lsp.flow.statements import execute_all

    frame = Frame(entry.path, entry.block, entry.name, {}, owner=entry.owner, node=entry.node)
    machine.frames.append(frame)
    machine.uses[entry.block] = None
    try:
        if isinstance(entry.node, ast.FunctionDef | ast.AsyncFunctionDef):
            frame.self_value = _entered(machine, entry)
            frame.variables = parameters(machine, entry.node, entry.owner, frame.self_value)
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
    asked = {"": machine.ledger, **machine.answers}
    return Result(tuple(machine.observations()), frozenset(machine.uses), _entry_point(snapshot, entry), asked)


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
