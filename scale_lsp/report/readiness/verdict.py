"""Whether the site carries its target, in a word, and what limits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scale_lsp.engine.capacity import Capacity
from scale_lsp.engine.caps import Cap
from scale_lsp.engine.impact import two_digits
from scale_lsp.engine.load import requests
from scale_lsp.finding import Severity
from scale_lsp.options import Options
from scale_lsp.report.readiness.model import Problem, Status, Verdict
from scale_lsp.report.readiness.words import sentence

_FAILS = "it fails, takes a worker for itself or delays a page by a second"


def verdict(now: Capacity, fixed: Capacity, found: Sequence[Problem], options: Options) -> Verdict:
    """`not ready`: something does not carry the target, or is critical. `partially ready`: something carries the
    target but not twice as much, or is urgent. `not known`: what a request costs is not.
    """
    status = _status(now, found)
    return Verdict(
        status=status,
        target_users=options.target_users,
        users=now.users,
        fixed_users=fixed.users,
        requests_per_second=now.requests_per_second,
        target_requests_per_second=requests(options.target_users, options),
        limit=_limit(now.first, found, options),
        reasons=tuple(_reasons(status, now, found)),
    )


def _status(now: Capacity, found: Sequence[Problem]) -> Status:
    grades = {problem.grade for problem in found}
    severities = {cap.severity for cap in now.caps if cap.users is not None}
    if "critical" in grades or Severity.ERROR in severities:
        return "not ready"
    if now.requests_per_second is None:
        return "not known"
    if "high" in grades or Severity.WARNING in severities:
        return "partially ready"
    return "ready"


def _limit(first: Cap | None, found: Sequence[Problem], options: Options) -> str:
    """What does not carry the target; else what fails; else what will run out first."""
    carried = first.users if first is not None else None
    critical = [problem for problem in found if problem.grade == "critical"]
    if critical and (carried is None or carried >= options.target_users):
        return f"{critical[0].title} (`{critical[0].place}`)"
    return (
        f"{first.resource}, at about {two_digits(carried)} users" if first is not None and carried is not None else ""
    )


def _reasons(status: Status, now: Capacity, found: Sequence[Problem]) -> Iterator[str]:
    counted = [cap for cap in now.caps if cap.users is not None and cap.severity is not Severity.INFO]
    for cap in counted:
        arithmetic = f" ({cap.arithmetic})" if cap.arithmetic else ""
        yield f"{sentence(cap.words)}: enough for about {two_digits(cap.users or 0)} users{arithmetic}"
    for grade, one, several in (
        ("critical", _FAILS, "they fail, take a worker for themselves or delay a page by a second"),
        ("high", "fix it before there are so many users", "fix them before there are so many users"),
    ):
        number = sum(problem.grade == grade for problem in found)
        if number:
            yield f"{number:,} findings are {grade}: {several}" if number > 1 else f"1 finding is {grade}: {one}"
    if now.requests_per_second is None:
        yield "What a request costs is not known: no view was found that can be followed"
    elif status == "ready":
        yield "No finding is critical or high"
        first = now.first
        if first is not None and first.users is not None:
            yield f"What runs out first carries about {two_digits(first.users)} users: {first.words}"
