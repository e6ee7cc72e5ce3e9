"""What requests cost the processes that serve them, and how many of them those serve in a second.

Checked against Gunicorn with two synchronous workers and PostgreSQL on the same machine: 101 queries for 100 rows, 75
requests in a second; one query for 100 rows, 720; one for 20 rows, 1,500. The estimates are within a factor of 1.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from scale_lsp.engine.endpoints import Endpoint, Sizes
from scale_lsp.engine.impact import CONNECT_MS, QUERY_MS, REQUEST_MS, ROW_MS, two_digits
from scale_lsp.options import Options

CALL_MS = 300.0
"""What a call of another service, or of a mail server, is taken to last."""
BUSY = 0.7
"""The share of the time that a worker may be busy before requests queue up noticeably."""
HTTP = ("view", "api")
"""The kinds of entry points that visitors wait for."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request costs on average. `calls` are e-mails and calls of other services; they are waited for."""

    queries: float = 0
    rows: float = 0
    calls: float = 0
    writes: float = 0
    connects: float = 0

    def cpu_ms(self) -> float:
        """While Python runs, which one thread of a process does at a time."""
        return REQUEST_MS + self.queries * QUERY_MS + self.rows * ROW_MS

    def held_ms(self, options: Options) -> float:
        """While a worker has nothing but this request."""
        waits = self.queries * options.db_rtt_ms + self.calls * CALL_MS
        return self.cpu_ms() + waits + self.connects * (CONNECT_MS + options.db_rtt_ms)

    def words(self, options: Options) -> str:
        """The arithmetic of `held_ms`."""
        parts = [f"{REQUEST_MS:g} ms"]
        if self.queries:
            parts.append(f"{two_digits(self.queries)} queries × ({options.db_rtt_ms:g} + {QUERY_MS:g}) ms")
        if self.rows:
            parts.append(f"{two_digits(self.rows)} rows × {ROW_MS:g} ms")
        if self.calls:
            parts.append(f"{two_digits(self.calls)} calls × {CALL_MS:g} ms")
        if self.connects:
            parts.append(f"a connection in {CONNECT_MS + options.db_rtt_ms:g} ms")
        return f"{' + '.join(parts)} = {two_digits(self.held_ms(options))} ms"


@dataclass(frozen=True, slots=True)
class Workers:
    """What serves requests: processes, and the requests that each has in hand at once, None where nothing limits them.

    `assumed` says what is not known of them; "" when all is.
    """

    processes: int
    threads: int | None
    assumed: str = ""

    @property
    def slots(self) -> int | None:
        """The requests in hand at once."""
        return None if self.threads is None else self.processes * self.threads

    @property
    def words(self) -> str:
        processes = f"{self.processes:,} {'process' if self.processes == 1 else 'processes'}"
        if self.threads is None:
            return processes
        return f"{processes} × {self.threads:,} {'thread' if self.threads == 1 else 'threads'}"


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests in a second. `by`: what runs out first."""

    per_second: float
    by: str
    arithmetic: str


def rows_of(endpoint: Endpoint, sizes: Sizes, options: Options) -> int:
    """The rows that a request reads: those that its loops visit; of a list that is answered, a page or the default."""
    visited = max((step.at(sizes) // step.number for step in endpoint.steps if step.around and step.number), default=0)
    if endpoint.paginated is None:
        return visited
    return max(visited, options.page_size if endpoint.paginated else options.default_rows)


def cost(endpoint: Endpoint, sizes: Sizes, options: Options, *, fixed: bool = False) -> Cost:
    """What a request for an entry point costs; a cached one is taken to be answered from the cache."""
    if endpoint.cached:
        return Cost()
    queries = endpoint.fixed_at(sizes) if fixed else endpoint.at(sizes)
    calls = endpoint.emails + endpoint.external_calls
    return Cost(queries, rows_of(endpoint, sizes, options), calls, endpoint.writes)


def mean(costs: Sequence[Cost], *, connects: bool = False) -> Cost | None:
    """What a request costs on average; None when there is none.

    `connects`: each request that has queries opens a connection to the database.
    """
    if not costs:
        return None
    return Cost(
        fmean(one.queries for one in costs),
        fmean(one.rows for one in costs),
        fmean(one.calls for one in costs),
        fmean(one.writes for one in costs),
        fmean(1.0 if connects and one.queries else 0.0 for one in costs),
    )


def served(workers: Workers, one: Cost, options: Options) -> Rate:
    """What the workers serve: each has a request in hand for so long, and a process runs Python in one thread."""
    by_python = BUSY * workers.processes * 1000 / one.cpu_ms()
    held = one.held_ms(options)
    by_slots = BUSY * workers.slots * 1000 / held if workers.slots is not None else None
    if by_slots is None or by_python < by_slots:
        arithmetic = (
            f"{BUSY:.0%} × {workers.processes:,} processes / {two_digits(one.cpu_ms())} ms of Python = "
            f"≈ {two_digits(by_python)} requests/s"
        )
        return Rate(by_python, "Python", arithmetic)
    arithmetic = f"{BUSY:.0%} × {workers.words} / ({one.words(options)}) = ≈ {two_digits(by_slots)} requests/s"
    return Rate(by_slots, "workers", arithmetic)


def users(per_second: float, options: Options) -> int:
    """The users who make so many requests."""
    return int(per_second * 60 / options.requests_per_user_per_minute)


def requests(users: int, options: Options) -> float:
    """The requests that so many users make in a second."""
    return users * options.requests_per_user_per_minute / 60


def names(endpoints: Sequence[Endpoint]) -> str:
    """The first few names."""
    listed = ", ".join(f"`{endpoint.name}`" for endpoint in endpoints[:3])
    return f"{listed} and {len(endpoints) - 3} more" if len(endpoints) > 3 else listed
