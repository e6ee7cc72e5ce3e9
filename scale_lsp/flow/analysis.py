"""The facts of the project: every function interpreted once, its observations put together by queryset."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scale_lsp.flow.calls import self_of
from scale_lsp.flow.declared import DeclaredFact
from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import (
    AdminSelects,
    ColumnReload,
    ColumnsReloaded,
    EntryPoint,
    Fact,
    HookQueried,
    KeysRead,
    Observation,
    QueriesInLoop,
    QueryInLoop,
    QueryRun,
    QuerysetUsed,
    Reached,
    RelationNamed,
    RelationRead,
    RelationServed,
    RowsAnswered,
    RowsReduced,
    RowsVisited,
    TemplateQueries,
)
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.hooks import hooks, runs_always
from scale_lsp.flow.lacking import lacking
from scale_lsp.flow.machine import Calls, Machine, OutOfSteps
from scale_lsp.flow.models import declared_models, indexes_of_models
from scale_lsp.flow.parameters import parameters
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.searches import searches
from scale_lsp.flow.surveys import Survey
from scale_lsp.flow.table_uses import uses_of_tables
from scale_lsp.flow.values import Object, Origin, Site, Value, join
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
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
    """Whether code has a loop, visits rows or names relations; all other code is interpreted only when it is called."""
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
    return isinstance(node, ast.Name) and node.id in _VISITING


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
    return Result(tuple(machine.observations()), frozenset(machine.blocks))


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


def facts(
    analysis: Analysis, frameworks: Frameworks = (), declared: Sequence[DeclaredFact] = ()
) -> Iterator[Fact | Survey]:
    """All facts besides those `declared`: reads put together by the queryset they visit, queries by their place."""
    reads: dict[Origin, dict[tuple[str, Site], RelationRead]] = {}
    reloads: dict[Site, dict[tuple[str, Site], ColumnReload]] = {}
    served: set[tuple[Origin, str]] = set()
    queries: dict[Site, dict[QueryInLoop, None]] = {}
    named: dict[RelationNamed | AdminSelects, None] = {}
    reached: dict[Reached, dict[EntryPoint, None]] = {}
    for entry, result in analysis.results.values():
        start = entry_point(analysis.snapshot, entry)
        for observation in result.observations:
            match observation:
                case RelationRead(origin=origin, path=path, site=site):
                    reads.setdefault(origin, {}).setdefault((path, site), observation)
                case ColumnReload(call=call, column=column, site=site):
                    reloads.setdefault(call, {}).setdefault((column, site), observation)
                case RelationServed(origin=origin, path=path):
                    served.add((origin, path))
                case QueryInLoop(site=site):
                    queries.setdefault(site, {})[observation] = None
                case RelationNamed() | AdminSelects():
                    named[observation] = None
                case _ if isinstance(observation, Reached):
                    reached.setdefault(observation, {})[start] = None
    keys: dict[Site, list[RelationRead]] = {}
    for origin, found in reads.items():
        missing = [read for read in found.values() if (origin, read.path) not in served]
        needed = [read for read in missing if not _is_for_key(read, missing)]
        if needed:
            yield RowsVisited(origin, tuple(replace(read, key=None) for read in needed))
        for read in missing:
            if read.key is not None and read not in needed:
                keys.setdefault(read.key.site, []).append(read)
    for alike in keys.values():
        if alike[0].key is not None:
            yield KeysRead(alike[0].key, tuple(alike))
    for call, lacking_columns in reloads.items():
        every = tuple(lacking_columns.values())
        yield ColumnsReloaded(call, every[0].method, every)
    for site, runs in queries.items():
        yield QueriesInLoop(site, tuple(runs), any(isinstance(run.loop.node, ast.While) for run in runs))
    yield from named
    everything = [_reached(fact, tuple(starts)) for fact, starts in reached.items()]
    asked = [fact for fact in everything if isinstance(fact, QueryRun)]
    yield from _hooked(analysis.snapshot, asked)
    yield from _in_templates(asked)
    yield from (fact for fact in everything if not isinstance(fact, RowsAnswered))
    yield from searches(analysis.snapshot.graph, indexes_of_models(analysis.snapshot), asked)
    yield from _used(asked, (fact for fact in everything if isinstance(fact, RowsAnswered)))
    uses = uses_of_tables(analysis.snapshot.graph, asked)
    for model in declared_models(analysis.snapshot):
        yield model
        yield from lacking(analysis.snapshot.graph, model, uses.get(model.model, ()))
    for framework in frameworks:
        if framework.survey is not None:
            yield from framework.survey(analysis.snapshot, declared)


def _reached(fact: Reached, starts: tuple[EntryPoint, ...]) -> Reached:
    if isinstance(fact, QueryRun | RowsReduced):
        return replace(fact, entries=starts)
    return replace(fact, query=replace(fact.query, entries=starts))


def _hooked(snapshot: Snapshot, asked: Iterable[QueryRun]) -> Iterator[HookQueried]:
    """The queries of what settings put in front of every request."""
    for run in asked:
        for start in run.entries:
            if hook := hooks(snapshot).get((start.path, start.name)):
                yield HookQueried(run, hook, start, runs_always(run.site, start.site))


def _in_templates(asked: Iterable[QueryRun]) -> Iterator[TemplateQueries]:
    found: dict[str, list[QueryRun]] = {}
    for run in asked:
        if not run.site.path.endswith(".py"):
            found.setdefault(run.site.path, []).append(run)
    for path, runs in found.items():
        yield TemplateQueries(path, tuple(sorted(runs, key=lambda run: run.site.start)))


def _used(asked: Iterable[QueryRun], answers: Iterable[RowsAnswered]) -> Iterator[QuerysetUsed]:
    """Queries and answers put together by the expression that made the queryset."""
    runs: dict[Origin, list[QueryRun]] = {}
    given: dict[Origin, list[RowsAnswered]] = {}
    for run in asked:
        runs.setdefault(run.origin, []).append(run)
    for answer in answers:
        given.setdefault(answer.query.origin, []).append(answer)
    for origin in runs | given:
        yield QuerysetUsed(origin, tuple(runs.get(origin, ())), tuple(given.get(origin, ())))


def _is_for_key(read: RelationRead, reads: list[RelationRead]) -> bool:
    """Whether a related row is read for its key, and nothing else is read of it."""
    below = f"{read.path}__"
    others = (other for other in reads if other.path.startswith(below) or (other.path == read.path and not other.key))
    return read.key is not None and not any(others)


def entry_point(snapshot: Snapshot, entry: Entry) -> EntryPoint:
    """Who starts an entry."""
    roles = snapshot.graph.roles
    if isinstance(entry.node, ast.FunctionDef | ast.AsyncFunctionDef):
        role = roles.of_function(entry.path, entry.name)
    else:
        role = roles.of_class(entry.owner) if entry.owner is not None else Role.CODE
    return EntryPoint(role, entry.path, entry.name, Site(entry.path, entry.block, entry.node))
