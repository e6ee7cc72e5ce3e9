"""What there is only so much of, in the project's numbers, each with its arithmetic and what was assumed for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scale_lsp.engine.endpoints import Endpoint
from scale_lsp.engine.impact import two_digits
from scale_lsp.engine.load import CALL_MS, HTTP, Cost, Rate, Workers, names, users
from scale_lsp.finding import Severity
from scale_lsp.flow.declared import DatabaseConfigured, ProductionSettings
from scale_lsp.index.deployment.budget import RESERVED, of_server, of_workers, pool_size
from scale_lsp.index.project import Snapshot
from scale_lsp.index.settings.databases import engine_of, pool_of, writes_ahead
from scale_lsp.index.settings.values import text_of
from scale_lsp.options import Options
from scale_lsp.text.positions import Location
from scale_lsp.text.site import Site

SQLITE_COMMITS = 60
"""Commits in a second with the journal as it is by default; measured with one process that writes, and with 32."""
SQLITE_COMMITS_AHEAD = 1000
"""The same with the write-ahead log, where transactions begin with the lock."""
OPEN_FILES = 1024
"""What a process may have open by default on Linux (`ulimit -n`); a WebSocket is one of them."""
OWN_FILES = 100
MAIL_A_DAY = {"smtp.gmail.com": 500}
"""https://support.google.com/mail/answer/22839"""


@dataclass(frozen=True, slots=True)
class Cap:
    """Something that there is only so much of.

    `limit` counts what `words` say; None where it slows requests down, or fails, whatever the number. `users`: how many
    users at once it carries; None where that does not depend on them, or is not known.
    """

    resource: str
    words: str
    limit: float | None = None
    arithmetic: str = ""
    assumption: str = ""
    location: Location | None = None
    severity: Severity = Severity.INFO
    users: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What caps are worked out from. `mean` is what a request costs; `rate` what the workers serve at that cost."""

    snapshot: Snapshot
    production: ProductionSettings | None
    databases: Sequence[DatabaseConfigured]
    endpoints: Sequence[Endpoint]
    options: Options
    workers: Workers
    mean: Cost | None
    rate: Rate | None
    sockets: bool = False
    """Whether consumers of WebSockets are routed."""

    @property
    def pace(self) -> str:
        """How much a user asks for, as an assumption in words."""
        return f"{self.options.requests_per_user_per_minute:g} requests a minute for each user"

    def location(self, site: Site | None) -> Location | None:
        source = self.snapshot.sources.get(site.path) if site else None
        return site.location(source) if site is not None and source is not None else None

    def severity(self, carried: int | None) -> Severity:
        """An error where it does not carry the target, a warning where it does not carry twice as many."""
        if carried is None or carried >= 2 * self.options.target_users:
            return Severity.INFO
        return Severity.WARNING if carried >= self.options.target_users else Severity.ERROR


def counted_caps(given: Given) -> Iterator[Cap]:
    """The caps that are numbers."""
    yield from _workers(given)
    for database in given.databases:
        if engine_of(database.setting) in ("postgresql", "postgis", "mysql"):
            yield from _connections(given, database)
        elif engine_of(database.setting) == "sqlite3":
            yield from _commits(given, database)
    yield from _calls(given)
    yield from _mail(given)
    yield from _sockets(given)


_FULL = {"workers": "all of them have a request in hand", "Python": "every process runs Python all the time"}


def _workers(given: Given) -> Iterator[Cap]:
    if given.rate is None:
        return
    carried = users(given.rate.per_second, given.options)
    server = given.production.server if given.production else None
    rows = f"{given.options.default_rows:,} rows where the code does not say, {given.options.page_size:,} on a page"
    assumed = ("every view is asked for equally often", rows, given.pace, given.workers.assumed)
    yield Cap(
        "requests",
        f"{given.workers.words} serve ≈ {two_digits(given.rate.per_second)} requests/s; then {_FULL[given.rate.by]}",
        given.rate.per_second,
        given.rate.arithmetic,
        _assuming(*assumed),
        given.location(server.site if server else None),
        given.severity(carried),
        carried,
    )


def _connections(given: Given, database: DatabaseConfigured) -> Iterator[Cap]:
    """Every request has a connection from its first query to its end; beyond the limit requests fail."""
    setting, production, options = database.setting, database.production, given.options
    if database.pooled:
        return
    pool = pool_of(setting)
    size, tasks = pool_size(pool), of_workers(production.commands)
    free = max(options.db_max_connections - RESERVED - tasks, 0)
    taken = f"{RESERVED} reserved - {tasks:,} of task workers" if tasks else f"{RESERVED} reserved"
    arithmetic = f"{options.db_max_connections:,} - {taken} = {free:,}"
    limit = free
    if size is not None:
        pooled = given.workers.processes * size
        limit = min(free, pooled)
        arithmetic += f"; {given.workers.processes:,} pools of {size:,} = {pooled:,}"
    said = [number for server in production.servers if (number := of_server(server, pool)) is not None]
    opened = sum(said) if said else None
    if opened is not None:
        arithmetic += f"; the servers open up to {opened:,}"
    carried, slots = None, given.workers.slots
    mean = given.mean if database.alias == "default" else None
    if (slots is None or slots > limit) and mean is not None and mean.queries:
        held = mean.held_ms(options)
        carried = users(limit * 1000 / held, options)
        arithmetic += f"; {limit:,} / {two_digits(held)} ms = ≈ {two_digits(limit * 1000 / held)} requests/s"
    accepted = f"a server that accepts {options.db_max_connections:,} connections (`db-max-connections`)"
    yield Cap(
        "connections",
        f"{limit:,} requests may have a connection to `{database.alias}` at once",
        limit,
        arithmetic,
        _assuming(accepted, given.pace),
        given.location(_engine(database)),
        Severity.ERROR if opened is not None and opened > free else given.severity(carried),
        carried,
    )


def _commits(given: Given, database: DatabaseConfigured) -> Iterator[Cap]:
    """https://docs.djangoproject.com/en/5.2/ref/databases/#database-is-locked-errors"""
    ahead = writes_ahead(database.setting)
    limit = SQLITE_COMMITS_AHEAD if ahead else SQLITE_COMMITS
    writes = given.mean.writes if given.mean is not None and database.alias == "default" else 0
    carried = users(limit / writes, given.options) if writes else None
    how = "in the write-ahead log" if ahead else "with the default journal"
    arithmetic = f"≈ {limit:,} commits/s measured {how}"
    if writes:
        arithmetic += f" / {two_digits(writes)} writes a request = ≈ {two_digits(limit / writes)} requests/s"
    yield Cap(
        "database writes",
        f"SQLite commits one transaction of `{database.alias}` at a time; others wait, and fail after their timeout",
        limit,
        arithmetic,
        _assuming("a local disk", "each write is a transaction of its own", given.pace),
        given.location(_engine(database)),
        given.severity(carried),
        carried,
    )


def _calls(given: Given) -> Iterator[Cap]:
    """A call of another service takes a worker with it for as long as it lasts."""
    calling = [e for e in given.endpoints if e.kind in HTTP and e.emails + e.external_calls]
    slots = given.workers.slots
    if not calling or slots is None:
        return
    share = sum(e.emails + e.external_calls for e in calling) / sum(e.kind in HTTP for e in given.endpoints)
    limit = slots * 1000 / CALL_MS
    carried = users(limit / share, given.options)
    yield Cap(
        "outgoing calls",
        f"{slots:,} requests at most wait for mail servers and other services at once: {names(calling)}",
        limit,
        f"{slots:,} / {CALL_MS:g} ms = ≈ {two_digits(limit)} calls/s, {two_digits(share)} a request on average",
        _assuming(f"a call lasts {CALL_MS:g} ms; while a service hangs, all of them wait", given.pace),
        None,
        given.severity(carried),
        carried,
    )


def _mail(given: Given) -> Iterator[Cap]:
    host = given.production.get("EMAIL_HOST") if given.production else None
    name = text_of(host.value) if host else ""
    if host is not None and name in MAIL_A_DAY:
        yield Cap(
            "e-mails",
            f"`{name}` takes {MAIL_A_DAY[name]:,} e-mails a day",
            MAIL_A_DAY[name],
            "",
            _assuming("an account that is not paid for"),
            given.location(host.site),
            Severity.WARNING,
        )


def _sockets(given: Given) -> Iterator[Cap]:
    if not given.sockets:
        return
    each = OPEN_FILES - OWN_FILES
    limit = given.workers.processes * each
    yield Cap(
        "WebSockets",
        f"{limit:,} WebSockets may be open at once",
        limit,
        f"{given.workers.processes:,} processes × ({OPEN_FILES:,} - {OWN_FILES}) open files = {limit:,}",
        _assuming(f"{OPEN_FILES:,} open files for a process, Linux' default", "one socket for each user"),
        None,
        given.severity(limit),
        limit,
    )


def _engine(database: DatabaseConfigured) -> Site:
    engine = database.setting.get("ENGINE")
    return engine.site if engine else database.setting.site


def _assuming(*parts: str) -> str:
    return f"Assumes {'; '.join(filter(None, parts))}."
