"""The facts of the project: what all entries observed, put together by queryset and by place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scale_lsp.flow.analysis import Analysis
from scale_lsp.flow.event_loop import queries_in_event_loops
from scale_lsp.flow.facts import (
    AdminSelects,
    ChoicesListed,
    ColumnReload,
    ColumnsReloaded,
    EntryPoint,
    Fact,
    HookQueried,
    KeyDeferred,
    KeysRead,
    LimitRefused,
    PropertyRead,
    QueriesInLoop,
    QueryInLoop,
    QueryRun,
    QuerysetPaged,
    QuerysetUsed,
    Reached,
    RelationNamed,
    RelationRead,
    RelationServed,
    RowsAnswered,
    RowsVisited,
    Surrounded,
    TemplateQueries,
)
from scale_lsp.flow.hooks import hooks, runs_always
from scale_lsp.flow.lacking import lacking
from scale_lsp.flow.models import declared_models, indexes_of_models
from scale_lsp.flow.plugins import Frameworks
from scale_lsp.flow.repeated_properties import repeated_properties
from scale_lsp.flow.searches import searches
from scale_lsp.flow.surroundings import NOTHING_AROUND
from scale_lsp.flow.surveys import Survey
from scale_lsp.flow.table_uses import uses_of_tables
from scale_lsp.flow.values import Origin, Site
from scale_lsp.index.project import Snapshot


def facts(analysis: Analysis, frameworks: Frameworks = ()) -> Iterator[Fact | Survey]:
    """All facts that rest on interpretation: reads put together by the queryset they visit, queries by their place."""
    reads: dict[Origin, dict[tuple[str, Site], RelationRead]] = {}
    reloads: dict[Site, dict[tuple[str, Site], ColumnReload]] = {}
    served: set[tuple[Origin, str]] = set()
    queries: dict[Site, dict[QueryInLoop, None]] = {}
    named: dict[RelationNamed | LimitRefused | KeyDeferred | AdminSelects | ChoicesListed, None] = {}
    reached: dict[Reached, dict[EntryPoint, None]] = {}
    for _, result in analysis.results.values():
        start = result.start
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
                case RelationNamed() | LimitRefused() | KeyDeferred() | AdminSelects() | ChoicesListed():
                    named[observation] = None
                case _ if isinstance(observation, Reached):
                    place, way = _apart(observation, start)
                    reached.setdefault(place, {})[way] = None
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
    for call, left_out in reloads.items():
        every = tuple(left_out.values())
        yield ColumnsReloaded(call, every[0].method, every)
    for site, runs in queries.items():
        yield QueriesInLoop(site, tuple(runs), any(isinstance(run.loop.node, ast.While) for run in runs))
    yield from named
    everything = [_reached(fact, tuple(starts)) for fact, starts in reached.items()]
    asked = [fact for fact in everything if isinstance(fact, QueryRun)]
    yield from _hooked(analysis.snapshot, asked)
    yield from _in_templates(asked)
    yield from (fact for fact in everything if not isinstance(fact, RowsAnswered | QuerysetPaged | PropertyRead))
    yield from queries_in_event_loops(everything)
    yield from searches(analysis.snapshot.graph, indexes_of_models(analysis.snapshot), asked)
    yield from _used(everything)
    yield from repeated_properties(analysis.snapshot, everything)
    offered = [run for one in frameworks if one.offers is not None for run in one.offers(analysis.snapshot)]
    uses = uses_of_tables(analysis.snapshot.graph, [*asked, *offered])
    for model in declared_models(analysis.snapshot):
        yield model
        yield from lacking(analysis.snapshot.graph, model, uses.get(model.model, ()))
    for framework in frameworks:
        if framework.derive is not None:
            yield from framework.derive(analysis.snapshot, asked)


def _apart(observation: Reached, start: EntryPoint) -> tuple[Reached, EntryPoint]:
    """What is observed, and the way there with what surrounds it: the same place is one fact, however it is reached."""
    if not isinstance(observation, Surrounded) or observation.around == NOTHING_AROUND:
        return observation, start
    return replace(observation, around=NOTHING_AROUND), replace(start, around=observation.around)


def _reached(fact: Reached, starts: tuple[EntryPoint, ...]) -> Reached:
    if isinstance(fact, RowsAnswered | QuerysetPaged):
        return replace(fact, query=replace(fact.query, entries=starts))
    return replace(fact, entries=starts)


def _used(everything: Iterable[Reached]) -> Iterator[QuerysetUsed]:
    """Queries, answers and pages put together by the expression that made the queryset."""
    runs: dict[Origin, list[QueryRun]] = {}
    answers: dict[Origin, list[RowsAnswered]] = {}
    pages: dict[Origin, list[QuerysetPaged]] = {}
    for fact in everything:
        match fact:
            case QueryRun():
                runs.setdefault(fact.origin, []).append(fact)
            case RowsAnswered():
                answers.setdefault(fact.query.origin, []).append(fact)
            case QuerysetPaged():
                pages.setdefault(fact.query.origin, []).append(fact)
    for origin in runs | answers | pages:
        yield QuerysetUsed(
            origin, tuple(runs.get(origin, ())), tuple(answers.get(origin, ())), tuple(pages.get(origin, ()))
        )


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


def _is_for_key(read: RelationRead, reads: list[RelationRead]) -> bool:
    """Whether a related row is read for its key, and nothing else is read of it."""
    below = f"{read.path}__"
    others = (other for other in reads if other.path.startswith(below) or (other.path == read.path and not other.key))
    return read.key is not None and not any(others)
