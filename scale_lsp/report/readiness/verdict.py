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
        limit=_limit(now.first),
        reasons=tuple(_reasons(status, now, found, options)),
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


def _limit(first: Cap | None) -> str:
    return f"{first.resource}, at about {two_digits(first.users)} users" if first and first.users is not None else ""


def _reasons(status: Status, now: Capacity, found: Sequence[Problem], options: Options) -> Iterator[str]:
    counted = [cap for cap in now.caps if cap.users is not None and cap.severity is not Severity.INFO]
    for cap in counted:
        arithmetic = f" ({cap.arithmetic})" if cap.arithmetic else ""
        yield f"{_sentence(cap.words)}: enough for about {two_digits(cap.users or 0)} users{arithmetic}"
    for grade, means in (
        ("critical", "fail, take a worker for themselves or delay a page by a second"),
        ("high", "are to be fixed before there are so many users"),
    ):
        mine = [problem for problem in found if problem.grade == grade]
        if mine:
            yield f"{len(mine):,} {'finding is' if len(mine) == 1 else 'findings are'} {grade}: they {means}"
    if now.requests_per_second is None:
        yield "What a request costs is not known: no view was found that can be followed"
    elif status == "ready":
        yield "No finding is critical or high"
        first = now.first
        if first is not None and first.users is not None:
            yield f"What runs out first carries about {two_digits(first.users)} users: {first.words}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
