"""What a project does right already. What is not sure, or what a finding is about, is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from scale_lsp.engine.endpoints import Endpoint
from scale_lsp.engine.load import HTTP
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding
from scale_lsp.flow.analysis import followed
from scale_lsp.flow.facts import QueryRun, RelationNamed, Use
from scale_lsp.flow.table_uses import uses
from scale_lsp.index.indexes import Index, Source
from scale_lsp.index.names import Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role
from scale_lsp.report.entry_points import Place, place
from scale_lsp.report.readiness.good_settings import good_settings
from scale_lsp.report.readiness.model import Good
from scale_lsp.report.readiness.production import Production
from scale_lsp.text.site import Site

_Kind = TypeVar("_Kind")
_ONE_ROW = ".retrieve"
"""https://www.django-rest-framework.org/api-guide/viewsets/#viewset-actions"""


def good(
    snapshot: Snapshot, production: Production, found: Sequence[Endpoint], findings: Sequence[Finding]
) -> Iterator[Good]:
    blamed = {(finding.location.path, finding.location.span.start.line) for finding in findings}
    yield from _pages(snapshot, [one for one in found if one.kind in HTTP], findings)
    if not any(finding.rule == "tasks-run-inline" for finding in findings):
        yield from _tasks(snapshot, found)
    yield from _loaded(snapshot, blamed)
    yield from _indexed(snapshot)
    for words, site in good_settings(production):
        location = site.location(snapshot.sources[site.path])
        if (location.path, location.span.start.line) not in blamed:
            yield Good(words, (place(snapshot, location),))


def _pages(snapshot: Snapshot, pages: Sequence[Endpoint], findings: Sequence[Finding]) -> Iterator[Good]:
    wrongly_cached = [_decorated(pages, finding) for finding in findings if _is_about_caching(finding)]
    steady = [one for one in pages if not one.queries.per_row and not one.queries.per_nested_row and not one.unknown]
    if steady:
        words = f"{len(steady):,} of {len(pages):,} pages ask the same number of queries, however many rows there are"
        yield _good(snapshot, words, steady)
    for chosen, words in (
        ([one for one in pages if one.paginated and not one.name.endswith(_ONE_ROW)], "are shown page by page"),
        ([one for one in pages if one.cached and one not in wrongly_cached], "are kept in the cache"),
    ):
        if chosen:
            yield _good(snapshot, f"{len(chosen):,} of {len(pages):,} pages {words}", chosen)


def _is_about_caching(finding: Finding) -> bool:
    return registry().entries[finding.rule].category == "caching"


def _decorated(pages: Sequence[Endpoint], finding: Finding) -> Endpoint | None:
    """The page that a finding about a decorator is about: the next one in its file."""
    here = finding.location.span.start
    behind = [p for p in pages if p.location.path == finding.location.path and p.location.span.start >= here]
    return min(behind, key=lambda one: one.location.span.start, default=None)


def _tasks(snapshot: Snapshot, found: Sequence[Endpoint]) -> Iterator[Good]:
    tasks = [one for one in found if one.kind == "task" and one.emails + one.external_calls]
    if tasks:
        yield _good(snapshot, f"{len(tasks):,} tasks send e-mails or call other services, outside of requests", tasks)


def _good(snapshot: Snapshot, words: str, chosen: Iterable[Endpoint]) -> Good:
    return Good(words, tuple(dict.fromkeys(place(snapshot, one.location) for one in chosen)))


def _loaded(snapshot: Snapshot, blamed: set[tuple[str, int]]) -> Iterator[Good]:
    """Queries of requests that load relations by their names."""
    calls: dict[Place, None] = {}
    for named in _of_requests(snapshot, RelationNamed):
        if named.name is not None:
            location = named.call.location(snapshot.sources[named.call.path])
            if (location.path, location.span.start.line) not in blamed:
                calls[place(snapshot, location)] = None
    if calls:
        queries = "1 query of requests loads" if len(calls) == 1 else f"{len(calls):,} queries of requests load"
        words = f"{queries} related rows along, with `select_related()` or `prefetch_related()`"
        yield Good(words, tuple(sorted(calls, key=lambda one: (one.file, one.line))))


def _indexed(snapshot: Snapshot) -> Iterator[Good]:
    """Indexes that somebody has declared and that requests use."""
    graph = snapshot.graph
    serving: dict[tuple[Symbol, Index], dict[Place, None]] = {}
    for run in _of_requests(snapshot, QueryRun):
        for table, use in uses(graph, run):
            for index in graph.indexes(table).all:
                if index.sure and index.plain and index.source is not Source.RELATION and _serves(index, use):
                    serving.setdefault((table, index), {})[_place(snapshot, run.site)] = None
    for (table, index), places in serving.items():
        model = graph.models[table]
        columns = ", ".join(f"`{column}`" for column in index.columns)
        yield Good(f"`{model.app_label}.{model.name}` has an index on {columns}, which requests use", tuple(places))


def _serves(index: Index, use: Use) -> bool:
    """Whether the rows are found by all of an index that begins with what is compared."""
    equal, then = use.demand.equal, use.demand.then
    wanted = {*equal, *([then] if then else [])}
    return set(index.fields) <= wanted and (index.fields[0] in equal or (not equal and index.fields[0] == then))


def _of_requests(snapshot: Snapshot, kind: type[_Kind]) -> Iterator[_Kind]:
    for _, result in followed(snapshot).results.values():
        if result.start.role is Role.REQUEST:
            yield from (one for one in result.observations if isinstance(one, kind))


def _place(snapshot: Snapshot, site: Site) -> Place:
    return place(snapshot, site.location(snapshot.sources[site.path]))
