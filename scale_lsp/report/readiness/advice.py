"""What to set: from findings in settings, and what the target asks of the deployment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from scale_lsp.config import Config
from scale_lsp.engine.capacity import Capacity
from scale_lsp.engine.impact import two_digits
from scale_lsp.engine.load import BUSY, requests
from scale_lsp.index.project import Snapshot
from scale_lsp.report.entry_points import place
from scale_lsp.report.readiness.model import Advice, Problem
from scale_lsp.report.readiness.phases import SETTINGS


def advice(
    config: Config, found: Sequence[Problem], now: Capacity, fixed: Capacity, snapshot: Snapshot
) -> Iterator[Advice]:
    for problem in found:
        if problem.phase == SETTINGS:
            done = f". Fix: {problem.fix.title}" if problem.fix is not None else ""
            yield Advice(f"{problem.message}{done}", problem.place, problem.number)
    yield from _workers(config, now, fixed, snapshot)


def _workers(config: Config, now: Capacity, fixed: Capacity, snapshot: Snapshot) -> Iterator[Advice]:
    """What is in hand at once: the requests of a second times how long each takes (Little's law)."""
    if now.request_ms is None or fixed.request_ms is None:
        return
    rate = requests(config.target_users, config.options)
    has = now.workers.slots
    counts = [math.ceil(rate * of.request_ms / 1000 / BUSY) for of in (now, fixed) if of.request_ms is not None]
    served = next((cap.location for cap in now.caps if cap.resource == "requests" and cap.location), None)
    asked = (
        f"{config.target_users:,} users make ≈ {two_digits(rate)} requests/s of {two_digits(now.request_ms)} ms each"
    )
    words = f"{asked}: {counts[0]:,} at once with workers {BUSY:.0%} busy"
    if counts[1] != counts[0]:
        words += f", {counts[1]:,} when all findings are fixed ({two_digits(fixed.request_ms)} ms each)"
    words += f"; {now.workers.words} hold {has:,}" if has is not None else f"; there are {now.workers.words}"
    yield Advice(words, place(snapshot, served) if served is not None else None)
