"""The facts of the project: every function interpreted once, its observations put together by queryset."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scale_lsp.flow.calls import self_of
from scale_lsp.flow.decorated import rows_given, surroundings_of_entry
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import (
    EntryPoint,
    Observation,
)
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.machine import Calls, Machine, OutOfSteps
from scale_lsp.flow.parameters import parameters
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.values import Object, Site, Value, join
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import AT_IMPORT
from scale_lsp.text.blocks import Block
from scale_lsp.text.template import TemplateFile


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of code that is interpreted by itself: a function, a method, or the statements of a module."""

    path: str
    block: Block
    name: str
    node: ast.AST
    owner: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What one entry observed, and the blocks it looked at: it stays valid while those and the graph stay."""

    observations: tuple[Observation, ...]
    blocks: frozenset[Block]
    start: EntryPoint


class Analysis:
    """Results of all entries for one snapshot, taken over from the one before where nothing they used has changed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.results: dict[int, tuple[Entry, Result]] = {}
        self.interpreted = 0
        """How many entries had to be interpreted anew: the rest was still valid."""


def analyse(snapshot: Snapshot, frameworks: Frameworks = ()) -> Analysis:
    """The analysis of a snapshot. Cheap when little changed since the last call with the same memo."""
    known: Analysis | None = snapshot.memo.get("analysis")
    if known is not None and known.snapshot is snapshot:
        return known
    analysis = Analysis(snapshot)
    reusable = known.results if known is not None and _comparable(known.snapshot, snapshot) else {}
    alive = {id(block) for source in snapshot.sources.values() for block in source.blocks} if reusable else set()
    calls: Calls = {}
    for path in snapshot.paths:
        for entry in entries(snapshot, path, frameworks):
            key = id(entry.node)
            before = reusable.get(key)
            if before is not None and all(id(block) in alive for block in before[1].blocks):
                analysis.results[key] = before
            else:
                analysis.results[key] = (entry, interpret(snapshot, entry, calls, frameworks))
                analysis.interpreted += 1
    snapshot.memo["analysis"] = analysis
    return analysis


def _comparable(before: Snapshot, after: Snapshot) -> bool:
    """Whether results of one snapshot can hold in the other: names mean the same, and the same templates are there."""
    if before.graph is not after.graph:
        return False
    return _templates(before) == _templates(after)


def _templates(snapshot: Snapshot) -> set[str]:
    return {path for path, source in snapshot.sources.items() if isinstance(source, TemplateFile)}


def entries(snapshot: Snapshot, path: str, frameworks: Frameworks = ()) -> Iterator[Entry]:
    """The functions of a file, and those statements of the module and its classes that may hold something to find."""
    found = definitions(snapshot, path)
    source = snapshot.source(path)
    if found is None or source is None:
        return
    for name, definition in found.functions.items():
        owner = Symbol(Kind.CLASS, path, definition.owner) if definition.owner else None
        yield Entry(path, definition.block, name, definition.node, owner)
    for item in source.items:
        if isinstance(item.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Import | ast.ImportFrom):
            continue
        if isinstance(item.node, ast.ClassDef):
            symbol = Symbol(Kind.CLASS, path, item.node.name)
            if _is_visitor(snapshot, symbol, frameworks):
                yield Entry(path, item.block, item.node.name, item.node, symbol)
            for block, member in item.members:
                if isinstance(member, ast.Assign | ast.AnnAssign) and may_matter(block, member):
                    yield Entry(path, block, item.node.name, member, symbol)
        elif may_matter(item.block, item.node):
            yield Entry(path, item.block, "", item.node)


def _is_visitor(snapshot: Snapshot, symbol: Symbol, frameworks: Frameworks) -> bool:
    info = snapshot.graph.classes.info(symbol)
    return any(f.visits is not None and f.owns(info) for f in frameworks)


_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_VISITING = frozenset(
    {"select_related", "prefetch_related", "prefetch_related_objects", "sorted", "min", "max", "map", "filter", "sort"}
    | {"GenericSitemap"}
)


def may_matter(block: Block, node: ast.AST) -> bool:
    """Whether code has a loop, visits rows, names relations or uses the network.

    All other code is interpreted only when it is called.
    """
    memo = block.memo.setdefault("may matter", {})
    if id(node) not in memo:
        memo[id(node)] = any(_matters(n) for n in ast.walk(node))
    return bool(memo[id(node)])


def _matters(node: ast.AST) -> bool:
    if isinstance(node, _LOOPS):
        return True
    if isinstance(node, ast.Call) and node.keywords and isinstance(node.func, ast.Attribute):
        return node.func.attr == "as_view"
    if isinstance(node, ast.Attribute):
        return node.attr in _VISITING
    return isinstance(node, ast.Name) and (node.id in _VISITING or node.id in AT_IMPORT)


def interpret(snapshot: Snapshot, entry: Entry, calls: Calls | None = None, frameworks: Frameworks = ()) -> Result:
    """Interpret one entry with nothing known about its callers."""
    from scale_lsp.flow.statements import execute_all

    machine = Machine(snapshot, calls, frameworks)
    frame = Frame(entry.path, entry.block, entry.name, {}, owner=entry.owner, node=entry.node)
    machine.frames.append(frame)
    machine.blocks[entry.block] = None
    try:
        if isinstance(entry.node, ast.FunctionDef | ast.AsyncFunctionDef):
            frame.self_value = _entered(machine, entry)
            frame.variables = parameters(machine, entry.node, entry.owner, frame.self_value)
            frame.handed = rows_given(machine, entry.path, entry.node, entry.owner)
            with machine.amid(surroundings_of_entry(machine, entry.path, entry.node, entry.owner)):
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
        pass
    return Result(tuple(machine.observations()), frozenset(machine.blocks), _entry_point(snapshot, entry))


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
