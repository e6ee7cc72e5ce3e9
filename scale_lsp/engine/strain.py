"""What a finding costs the site at the number of users it is to carry, by the entry points that reach it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scale_lsp.engine.endpoints import Endpoint, Sizes
from scale_lsp.engine.impact import assumed_rows, milliseconds
from scale_lsp.engine.load import HTTP, requests
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Impact, Severity
from scale_lsp.options import Options


class Grade(StrEnum):
    """`critical`: it fails, or takes a worker for itself. `high`: to be fixed before. `medium`, `low`: to be fixed."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


_GRADES = tuple(Grade)
BUSY = (1.0, 0.1, 0.01)
"""Workers that a finding keeps busy, from which it is critical, high and medium."""
WAITING_MS = (1000.0, 100.0, 10.0)
"""The same for the milliseconds by which it delays a request."""
STAFF_MS = (float("inf"), 1000.0, 100.0)
"""The same in the admin, where few people wait."""
RUNNING_MS = (float("inf"), 60_000.0, 1000.0)
"""The same for a run that nobody waits for: a task, a command."""
_RUNS = ("task", "command")
_SCARCE = frozenset({"async", "background", "caching", "limits", "unbounded"})
"""Categories of what visitors share: workers, connections, memory."""


@dataclass(frozen=True, slots=True)
class Strain:
    """`worst` is where it costs most, `extra` what it costs there, in units of its resource: more than when fixed.

    `busy`: the workers that it keeps busy at the target. What is None is not a matter of time, or not known.
    """

    grade: Grade
    reached: tuple[Endpoint, ...]
    worst: Endpoint | None
    extra: int | None
    extra_ms: float | None
    busy: float | None

    @property
    def weight(self) -> tuple[int, float, float]:
        """The heaviest first."""
        return (_GRADES.index(self.grade), -(self.busy or 0.0), -(self.extra_ms or 0.0))


def strain(finding: Finding, found: Sequence[Endpoint], sizes: Sizes, options: Options) -> Strain:
    """When every page is asked for equally often, as `engine.load` reckons."""
    reached = tuple(one for one in found if finding in one.findings)
    pages = sum(one.kind in HTTP for one in found)
    impact = finding.impact
    if impact is None or milliseconds(impact.resource, 1, options) is None:
        return Strain(_untimed(finding, reached), reached, None, None, None, None)
    costs = [(one, _extra(finding, one, sizes, options)) for one in reached]
    worst, extra = max(costs, key=lambda cost: cost[1], default=(None, _anywhere(finding, options)))
    each_ms = milliseconds(impact.resource, 1, options) or 0.0
    share = sum(cost for one, cost in costs if one.kind in HTTP) / pages if pages else 0.0
    if _each_request(impact) and not reached:
        share = float(extra)
    busy = requests(options.target_users, options) * share * each_ms / 1000
    grades = [
        _grade(busy, BUSY),
        _grade(extra * each_ms, _limits(worst, impact)),
        Grade.MEDIUM if finding.severity is Severity.WARNING else Grade.LOW,
        Grade.CRITICAL if finding.severity is Severity.ERROR else Grade.LOW,
    ]
    return Strain(min(grades, key=_GRADES.index), reached, worst, extra, extra * each_ms, busy or None)


def _limits(worst: Endpoint | None, impact: Impact) -> tuple[float, ...]:
    """Who waits for how long: a visitor, one of the staff, nobody. What nothing is known to reach is like the last."""
    if worst is None:
        return WAITING_MS if _each_request(impact) else RUNNING_MS
    return RUNNING_MS if worst.kind in _RUNS else STAFF_MS if worst.kind == "admin" else WAITING_MS


def _untimed(finding: Finding, reached: Sequence[Endpoint]) -> Grade:
    """By its severity; a warning is urgent where there is only so much of something, and somebody waits."""
    grade = dict(zip(Severity, _GRADES, strict=True))[finding.severity]
    seldom = bool(reached) and all(one.kind in _RUNS for one in reached)
    if grade is Grade.HIGH and (seldom or registry().entries[finding.rule].category not in _SCARCE):
        return Grade.MEDIUM
    return grade


def _each_request(impact: Impact) -> bool:
    """Whether `n` counts requests: the site pays for each of them, whatever the rows."""
    return "request" in impact.n


def _grade(number: float, limits: tuple[float, ...]) -> Grade:
    return next((grade for grade, limit in zip(_GRADES, limits, strict=False) if number >= limit), Grade.LOW)


def _extra(finding: Finding, one: Endpoint, sizes: Sizes, options: Options) -> int:
    """What a run of an entry point costs more than when the finding is fixed: by the loops that are there."""
    impact = finding.impact
    if impact is None:
        return 0
    if impact.resource != "queries" or _each_request(impact):
        return _anywhere(finding, options)
    places = {finding.location, *(related.location for related in finding.related)}
    repeated = [step.at(sizes) for step in one.steps if step.around and step.location in places]
    if not repeated:
        return 0 if impact.now.per_row or impact.now.per_nested_row else _anywhere(finding, options)
    return max(sum(repeated) - max(impact.fixed.constant - impact.now.constant, 0), 0)


def _anywhere(finding: Finding, options: Options) -> int:
    """For the usual number of rows."""
    assert finding.impact is not None
    now, fixed = finding.impact.now, finding.impact.fixed
    if _each_request(finding.impact):
        return max(now.per_row - fixed.per_row, 0)
    n = assumed_rows(finding, options).number
    return max(now.at(n) - fixed.at(n), 0)


def by_weight(strains: Sequence[tuple[Finding, Strain]]) -> Iterator[tuple[Finding, Strain]]:
    yield from sorted(strains, key=lambda one: (one[1].weight, one[0].location, one[0].rule))
