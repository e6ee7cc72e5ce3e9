"""From a project to its report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from scale_lsp import __version__
from scale_lsp.config import Config
from scale_lsp.engine.capacity import SCALES, Capacity, capacity
from scale_lsp.engine.caps import Cap
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.endpoints import Endpoint, endpoints, mended, usual_sizes
from scale_lsp.engine.load import BUSY, requests
from scale_lsp.engine.registry import registry
from scale_lsp.engine.strain import by_weight, strain
from scale_lsp.finding import Finding
from scale_lsp.index.project import Snapshot
from scale_lsp.report.entry_points import Unjudged, assumed_rows_in_words, described, place, unjudged_routes
from scale_lsp.report.readiness.advice import advice
from scale_lsp.report.readiness.good import good
from scale_lsp.report.readiness.model import Limit, Readiness, Scale
from scale_lsp.report.readiness.phases import phases
from scale_lsp.report.readiness.problems import files_to_update, problems
from scale_lsp.report.readiness.production import Production
from scale_lsp.report.readiness.verdict import verdict
from scale_lsp.text.positions import Location, Span

_OURS = "suppressions"
"""The category of what is said about comments for us, which cost the site nothing."""
_RANK = (
    "figures are worked out from the code alone: they rank what to do, and are right within a factor of two or three "
    "at best. They know nothing of caches in front of Django, skewed data, locks and the network: test it under load"
)


def readiness(snapshot: Snapshot, config: Config, below: Callable[[str], bool] = lambda _: True) -> Readiness:
    """The report for `config.target_users`, about the findings and entry points in the files that are meant."""
    options, production = config.options, Production.of(snapshot, config)
    every = endpoints(snapshot, config)
    found = [one for one in every if below(one.location.path)]
    sizes = usual_sizes(snapshot, options)
    weighed = list(by_weight([(f, strain(f, every, sizes, options)) for f in _findings(snapshot, config, below)]))
    problem = tuple(problems(snapshot, config, weighed, production.files))
    now, fixed = capacity(snapshot, config, every), capacity(snapshot, config, every, fixed=True)
    phase = {finding: one.phase for (finding, _), one in zip(weighed, problem, strict=True)}

    def users_after(number: int) -> int | None:
        done = {finding for finding, its in phase.items() if its <= number}
        return capacity(snapshot, config, [_without(one, done) for one in every], fixed=True).users

    return Readiness(
        project=snapshot.root.rstrip("/").rpartition("/")[2],
        root=snapshot.root,
        version=__version__,
        verdict=verdict(now, fixed, problem, options),
        good=tuple(good(snapshot, production, found, [finding for finding, _ in weighed])),
        problems=problem,
        entry_points=described(snapshot, found, options),
        files=tuple(files_to_update(problem)),
        limits=tuple(_limit(snapshot, cap) for cap in now.caps),
        scales=tuple(_scales(now, fixed, config)),
        phases=tuple(phases(problem, users_after)),
        settings=tuple(advice(config, problem, now, fixed, snapshot)),
        unjudged=tuple(_unjudged(snapshot, config, every, now)),
        assumptions=tuple(_assumptions(config, now)),
    )


def _findings(snapshot: Snapshot, config: Config, below: Callable[[str], bool]) -> Iterator[Finding]:
    for path in snapshot.paths:
        for finding in check(snapshot, path, config) if below(path) else ():
            if registry().entries[finding.rule].category != _OURS:
                yield finding


def _without(one: Endpoint, done: set[Finding]) -> Endpoint:
    """An entry point when some of its findings are fixed."""
    return replace(one, mended=tuple(mended(one.steps, [finding for finding in one.findings if finding in done])))


def _limit(snapshot: Snapshot, cap: Cap) -> Limit:
    where = place(snapshot, cap.location) if cap.location is not None else None
    return Limit(cap.resource, cap.words, cap.users, cap.arithmetic, cap.assumption, cap.severity.value, where)


def _scales(now: Capacity, fixed: Capacity, config: Config) -> Iterator[Scale]:
    """The usual numbers of users, and the target."""

    def broken(of: Capacity, users: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cap.resource for cap in of.caps if cap.users is not None and cap.users < users))

    for users in sorted({*SCALES, config.target_users}):
        yield Scale(users, requests(users, config.options), broken(now, users), broken(fixed, users))


def _unjudged(snapshot: Snapshot, config: Config, found: Sequence[Endpoint], now: Capacity) -> Iterator[Unjudged]:
    for words in now.unknown:
        yield Unjudged(words)
    yield from unjudged_routes(snapshot, found)
    for one in found:
        for words in one.unknown:
            yield Unjudged(f"`{one.name}`: {words}", place(snapshot, one.location))
    for path in snapshot.paths:
        source = snapshot.source(path)
        for problem in source.problems[:1] if source is not None else ():
            where = Location(path, Span(problem.position, problem.position))
            yield Unjudged(f"all of a file that does not parse: {problem.message}", place(snapshot, where))
    for slug in project_findings(snapshot, config).broken:
        yield Unjudged(f"what the rule `{slug}` finds: it failed")


def _assumptions(config: Config, now: Capacity) -> Iterator[str]:
    options = config.options
    yield from assumed_rows_in_words(options)
    yield f"a table has {options.default_table_rows:,} rows, where `rows` does not say (`default-table-rows`)"
    yield f"a round trip to the database takes {options.db_rtt_ms:g} ms (`db-rtt-ms`)"
    yield f"a worker is busy {BUSY:.0%} of the time at most: beyond that requests queue up"
    parts = [part for cap in now.caps for part in cap.assumption.removeprefix("Assumes ").rstrip(".").split("; ")]
    yield from dict.fromkeys(filter(None, parts))
    yield _RANK
