"""What starts code in a project, and what one run of it asks the database.

Counted on the way through the code that asks most, for a GET with somebody signed in where the code wants to know who;
nothing but queries for rows and writes: no savepoints, and no session that is saved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from scale_lsp.config import Config
from scale_lsp.engine.answers import Answer, answers, sources
from scale_lsp.engine.check import check, project_findings
from scale_lsp.finding import Finding, Growth
from scale_lsp.flow.analysis import followed
from scale_lsp.flow.facts import EffectRun, QueryRun, QuerysetPaged, RowsAnswered
from scale_lsp.flow.iteration import FEW
from scale_lsp.flow.ledger import Visit
from scale_lsp.flow.loaded import Tri
from scale_lsp.flow.sites import sites_in
from scale_lsp.index.project import Snapshot
from scale_lsp.options import Options
from scale_lsp.orm.effects import Effect
from scale_lsp.text.positions import Location
from scale_lsp.text.site import Site

Kind = Literal["view", "api", "admin", "task", "command", "consumer"]
Sizes = Callable[[Visit], int]
"""How many rows a loop visits."""


@dataclass(frozen=True, slots=True)
class Step:
    """What sends queries, in words: `number` of them in each round of the loops around it."""

    location: Location
    words: str
    number: int
    around: tuple[Visit, ...] = ()

    @property
    def growth(self) -> Growth:
        """Loops over a few rows count with their number; of the others two are told apart."""
        known = math.prod(visit.most for visit in self.around if visit.most is not None and visit.most <= FEW)
        match sum(map(grows, self.around)):
            case 0:
                return Growth(self.number * known)
            case 1:
                return Growth(0, self.number * known)
        return Growth(0, 0, self.number * known)

    def at(self, sizes: Sizes) -> int:
        rounds = (sizes(visit) if visit.most is None else min(visit.most, sizes(visit)) for visit in self.around)
        return self.number * math.prod(rounds)


def grows(visit: Visit) -> bool:
    """Whether a loop goes over more than a few rows."""
    return visit.most is None or visit.most > FEW


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A view, an admin class, a task, a command or a method of a consumer: something that starts.

    `queries` grow with `n` rows, of what `n` says, and with the `m` rows below each of them; `fixed` are those that are
    left when the findings are fixed. `paginated` is None where no list is answered, or where it is not known.
    """

    kind: Kind
    name: str
    routes: tuple[str, ...]
    location: Location
    queries: Growth
    fixed: Growth
    n: str
    paginated: bool | None
    cached: bool
    emails: int
    external_calls: int
    writes: int
    steps: tuple[Step, ...]
    """The most expensive ones first."""
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    mended: tuple[Step, ...] = field(default=(), repr=False)
    """The steps that are left when the findings are fixed."""

    def at(self, sizes: Sizes) -> int:
        """The queries of one run for known numbers of rows."""
        return sum(step.at(sizes) for step in self.steps)

    def fixed_at(self, sizes: Sizes) -> int:
        return sum(step.at(sizes) for step in self.mended)


def usual_sizes(snapshot: Snapshot, options: Options) -> Sizes:
    """The rows that loops are taken to visit: a page, all rows of a table whose size is set, or the usual number."""

    def size(visit: Visit) -> int:
        model = snapshot.graph.models.get(visit.model) if visit.model is not None else None
        rows = options.table_rows(f"{model.app_label}.{model.name}") if model is not None else None
        if visit.paged:
            return min(options.page_size, rows) if rows is not None else options.page_size
        return rows if rows is not None else options.default_rows

    return size


def endpoints(snapshot: Snapshot, config: Config) -> tuple[Endpoint, ...]:
    """The most expensive first, for the numbers of rows that are configured."""
    project_findings(snapshot, config)
    sizes = usual_sizes(snapshot, config.options)
    near = _near(snapshot, config)
    found = [_endpoint(snapshot, answer, near, sizes) for answer in answers(snapshot)]
    return tuple(sorted(found, key=lambda one: (-one.at(sizes), one.name, one.routes)))


def endpoints_in(snapshot: Snapshot, path: str, config: Config) -> tuple[Endpoint, ...]:
    """Those of one file, in the order of the text: as soon as possible, without what else in the project is new."""
    project_findings(snapshot, config, first=path)
    behind = {entry.path for entry in followed(snapshot).pending.values()}
    for other in behind & sources(snapshot, path) if behind else ():
        project_findings(snapshot, config, first=other)
    sizes = usual_sizes(snapshot, config.options)
    near = _near(snapshot, config, first=True)
    found = [_endpoint(snapshot, answer, near, sizes) for answer in answers(snapshot, path)]
    return tuple(sorted(found, key=lambda one: (one.location, one.name, one.routes)))


Near = Callable[[Location], Iterable[Finding]]
"""The findings that are at a place, or name it."""


def _near(snapshot: Snapshot, config: Config, *, first: bool = False) -> Near:
    files: dict[str, dict[int, list[tuple[Location, Finding]]]] = {}
    """By path and line."""

    def find(location: Location) -> Iterable[Finding]:
        path = location.path
        if path not in files:
            known = files[path] = {}
            naming = project_findings(snapshot, config, first=path if first else None).naming(path)
            for file in dict.fromkeys((path, *naming)):
                for finding in check(snapshot, file, config, first=first):
                    for place in (finding.location, *(one.location for one in finding.related if not one.shared)):
                        if place.path == path:
                            known.setdefault(place.span.start.line, []).append((place, finding))
        there = files[path].get(location.span.start.line, ())
        return [finding for place, finding in there if place == location]

    return find


def _endpoint(snapshot: Snapshot, answer: Answer, near: Near, sizes: Sizes) -> Endpoint:
    def place(site: Site) -> Location:
        return site.location(snapshot.sources[site.path])

    steps = [Step(place(one.site or answer.site), one.words, n, one.around) for one, n in answer.ledger.items() if n]
    steps.sort(key=lambda step: -step.at(sizes))
    observed = list(answer.observations)
    sites = dict.fromkeys(site for one in observed for site in sites_in(one))
    sites |= {one.site or answer.site: None for one in answer.ledger}
    findings = tuple({finding: None for site in sites for finding in near(place(site))})
    left = tuple(mended(steps, findings))
    effects = {(one.site, one.effect) for one in observed if isinstance(one, EffectRun) and not one.around.background}
    repeated = next((visit.rows for step in steps for visit in step.around if grows(visit)), "")
    return Endpoint(
        kind=answer.kind,
        name=answer.name,
        routes=answer.routes,
        location=place(answer.site),
        queries=_sum(step.growth for step in steps),
        fixed=_sum(step.growth for step in left),
        n=repeated,
        paginated=_paginated(observed),
        cached=answer.cached or any(isinstance(one, QueryRun) and one.cached for one in observed),
        emails=sum(effect is Effect.MAIL for _, effect in effects),
        external_calls=sum(effect is Effect.NETWORK for _, effect in effects),
        writes=sum(charge.writes for charge in answer.ledger),
        steps=tuple(steps),
        findings=findings,
        unknown=(*answer.unknown, *(one.words for one, n in answer.ledger.items() if not n)),
        mended=left,
    )


def mended(steps: Iterable[Step], findings: Iterable[Finding]) -> Iterator[Step]:
    """What is left of the steps: those that a fix takes out of their loops, and what the fix asks instead."""
    asking = [f for f in findings if f.impact is not None and f.impact.resource == "queries" and f.fixable]
    gone = {location: f for f in asking for location in (f.location, *(r.location for r in f.related))}
    instead: dict[Finding, None] = {}
    for step in steps:
        finding = gone.get(step.location)
        if finding is None or not step.around:
            yield step
        else:
            instead[finding] = None
    for finding in instead:
        assert finding.impact is not None
        more = finding.impact.fixed.constant - finding.impact.now.constant
        if more > 0:
            yield Step(finding.location, finding.rule, more)


def _sum(growths: Iterable[Growth]) -> Growth:
    every = list(growths)
    return Growth(
        sum(one.constant for one in every),
        sum(one.per_row for one in every),
        sum(one.per_nested_row for one in every),
    )


def _paginated(observed: Iterable[object]) -> bool | None:
    """Whether all lists that are answered are cut into pages."""
    answered = [one.paged for one in observed if isinstance(one, RowsAnswered)]
    if Tri.NO in answered:
        return False
    if any(isinstance(one, QuerysetPaged) for one in observed):
        return True
    return None
