"""How many users the site carries at once, worked out from its settings, its deployment and what its requests cost.

The figures show the order of magnitude. They know nothing of the hardware, of what stands in front of Django, and of
how often each page is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scale_lsp.config import Config
from scale_lsp.engine.caps import Cap, Given, counted_caps
from scale_lsp.engine.check import check
from scale_lsp.engine.endpoints import Endpoint, usual_sizes
from scale_lsp.engine.load import HTTP, Cost, Workers, cost, mean, requests, served
from scale_lsp.engine.serving import workers_of
from scale_lsp.finding import Finding
from scale_lsp.flow.declared import DatabaseConfigured, ProductionSettings, declared_facts
from scale_lsp.index.project import Snapshot
from scale_lsp.index.routes import addresses
from scale_lsp.index.settings.databases import engine_of, keeps_connections, max_age, may_be_pooled
from scale_lsp.options import Options

SCALES = (50, 200, 1_000, 5_000, 20_000, 100_000)
"""Numbers of users at once."""
_RESOURCES = {
    "debug-in-production": "memory and time",
    "in-memory-channel-layer": "messages",
    "no-connection-reuse": "connections",
    "per-process-cache": "cache",
    "persistent-connections-under-asgi": "connections",
    "rate-limit-per-process": "rate limits",
    "session-backend-load": "sessions",
    "static-files-not-production-ready": "static files",
    "tasks-run-inline": "tasks",
}
"""Rules that find a setting which costs every request something, or fails with several processes."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What so many users at once ask for, and what does not carry them, the first to break in front."""

    users: int
    requests_per_second: float
    breaks: tuple[Cap, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """`caps`: those that carry the fewest users first. What is None is not known, as no entry point is.

    `fixed_requests_per_second`: with the fixes of all findings. `unknown` says what could not be judged.
    """

    caps: tuple[Cap, ...]
    workers: Workers
    request_ms: float | None
    requests_per_second: float | None
    fixed_requests_per_second: float | None
    users: int | None
    scales: tuple[Scale, ...]
    unknown: tuple[str, ...]

    @property
    def first(self) -> Cap | None:
        """What carries the fewest users."""
        return next((cap for cap in self.caps if cap.users is not None), None)


def capacity(snapshot: Snapshot, config: Config, endpoints: Sequence[Endpoint], *, fixed: bool = False) -> Capacity:
    """What the project carries when its entry points are asked equally often.

    `fixed`: with the queries that are left when the findings are fixed, and the settings as they are.
    """
    facts = declared_facts(snapshot, config.production_settings)
    modules = [fact for fact in facts if isinstance(fact, ProductionSettings)]
    production = modules[0] if modules else None
    configured = [fact for fact in facts if isinstance(fact, DatabaseConfigured) and fact.production is production]
    databases = [database for database in configured if not database.condition]
    options = _here(config.options, databases)
    workers = workers_of(production)
    now, after = (_mean(snapshot, endpoints, options, databases, fixed=when) for when in (False, True))
    one = after if fixed else now
    rate = served(workers, one, options) if one is not None else None
    routes = addresses(snapshot)
    sockets = any(route.served == "websocket" for route in routes.routes)
    given = Given(snapshot, production, databases, endpoints, options, workers, one, rate, sockets)
    found = (finding for path in snapshot.paths for finding in check(snapshot, path, config))
    caps = sorted((*counted_caps(given), *_from_findings(found)), key=_order)
    carried = min((cap.users for cap in caps if cap.users is not None), default=None)
    return Capacity(
        tuple(caps),
        workers,
        one.held_ms(options) if one is not None else None,
        rate.per_second if rate is not None else None,
        served(workers, after, options).per_second if after is not None else None,
        carried,
        tuple(_scale(number, caps, options) for number in SCALES),
        tuple(_unknown(given, modules, configured, len(routes.unread))),
    )


def _mean(
    snapshot: Snapshot,
    endpoints: Sequence[Endpoint],
    options: Options,
    databases: Sequence[DatabaseConfigured],
    *,
    fixed: bool,
) -> Cost | None:
    sizes = usual_sizes(snapshot, options)
    asked = [cost(endpoint, sizes, options, fixed=fixed) for endpoint in endpoints if endpoint.kind in HTTP]
    return mean(asked, connects=_connects(databases))


def _here(options: Options, databases: Sequence[DatabaseConfigured]) -> Options:
    """SQLite is in the process: there is no way to it."""
    default = next((one for one in databases if one.alias == "default"), None)
    return replace(options, db_rtt_ms=0.0) if default and engine_of(default.setting) == "sqlite3" else options


def _connects(databases: Sequence[DatabaseConfigured]) -> bool:
    """Whether each request opens a connection of its own, which CONN_MAX_AGE would keep."""
    default = next((one for one in databases if one.alias == "default"), None)
    if default is None or engine_of(default.setting) not in ("postgresql", "postgis", "mysql", "oracle"):
        return False
    if default.pooled or may_be_pooled(default.setting):
        return False
    age = max_age(default.setting)
    return age is None or not keeps_connections(age)


def _from_findings(findings: Iterable[Finding]) -> Iterator[Cap]:
    for finding in findings:
        if finding.rule in _RESOURCES:
            resource = _RESOURCES[finding.rule]
            yield Cap(resource, finding.message, location=finding.location, severity=finding.severity)


def _order(cap: Cap) -> tuple[bool, int, str, str]:
    return (cap.users is None, cap.users or 0, cap.resource, cap.words)


def _scale(number: int, caps: Sequence[Cap], options: Options) -> Scale:
    broken = tuple(cap for cap in caps if cap.users is not None and cap.users < number)
    return Scale(number, requests(number, options), broken)


def _unknown(
    given: Given, modules: Sequence[ProductionSettings], databases: Sequence[DatabaseConfigured], unread: int
) -> Iterator[str]:
    if not modules:
        yield "which settings production runs with"
    elif len(modules) > 1:
        others = ", ".join(f"`{module.path.removeprefix(given.snapshot.root).lstrip('/')}`" for module in modules[1:])
        yield f"the site as {others} would run it"
    if given.workers.assumed:
        yield f"how many processes serve the site: {given.workers.assumed}"
    conditions = dict.fromkeys(database.condition for database in databases if database.condition)
    for condition in conditions:
        yield f"which database is used: it depends on `{condition}`"
    if modules and not databases:
        yield "which database is used"
    for database in given.databases:
        if database.pooled:
            yield f"how many connections the pooler in front of `{database.alias}` has"
    if not any(endpoint.kind in HTTP for endpoint in given.endpoints):
        yield "what a request costs: no view is known"
    partly = sum(bool(endpoint.unknown) for endpoint in given.endpoints)
    if partly:
        yield f"all that {partly:,} of {len(given.endpoints):,} entry points do"
    if unread:
        yield f"{unread:,} {'part' if unread == 1 else 'parts'} of the URLconfs"
    yield "the machines: cores, memory, and what else runs on them"
