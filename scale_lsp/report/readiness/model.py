"""What the report says. Texts are Markdown with nothing in it but `code`; the JSON has exactly these fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scale_lsp.report.entry_points import EntryPoint, Place, Unjudged

Status = Literal["ready", "partially ready", "not ready", "not known"]
GradeName = Literal["critical", "high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`users`: how many are carried now, `fixed_users` with all fixes of queries; None where that is not known.

    `limit` is what runs out first; `reasons` say why the status is what it is.
    """

    status: Status
    target_users: int
    users: int | None
    fixed_users: int | None
    requests_per_second: float | None
    target_requests_per_second: float
    limit: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Good:
    """Something that is right already, with the places that show it."""

    words: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """The preferred fix of a problem. `reason` says why it is not safe."""

    title: str
    safety: Literal["safe", "unsafe", "manual"]
    reason: str
    files: tuple[str, ...]
    new_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with what it costs at the target. `number` is what the report calls it.

    `busy_workers`: how many workers it keeps busy at the target; `costs` says where the figures come from.
    """

    number: int
    grade: GradeName
    rule: str
    title: str
    category: str
    severity: str
    message: str
    place: Place
    related: tuple[Place, ...]
    impact: str
    costs: str
    busy_workers: float | None
    entry_points: tuple[str, ...]
    fix: Repair | None
    phase: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that there is only so much of: see `engine.caps.Cap`."""

    resource: str
    words: str
    users: int | None
    arithmetic: str
    assumption: str
    severity: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Scale:
    """What so many users ask for, and what breaks first: now, and with all fixes of queries. "" where nothing does."""

    users: int
    requests_per_second: float
    breaks: tuple[str, ...]
    fixed_breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the roadmap. `problems` are their numbers; `users`: how many are carried after it, if that is known."""

    number: int
    title: str
    words: str
    problems: tuple[int, ...]
    command: str
    users: int | None


@dataclass(frozen=True, slots=True)
class FileToUpdate:
    """A file that fixes change or create, with the numbers of the problems they are for."""

    file: str
    safe: tuple[int, ...]
    unsafe: tuple[int, ...]
    manual: tuple[int, ...]
    created: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What to set, and the place to do it."""

    words: str
    place: Place | None = None
    problem: int | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """The whole report, in the order in which it is read."""

    project: str
    root: str
    version: str
    verdict: Verdict
    good: tuple[Good, ...]
    problems: tuple[Problem, ...]
    entry_points: tuple[EntryPoint, ...]
    files: tuple[FileToUpdate, ...]
    limits: tuple[Limit, ...]
    scales: tuple[Scale, ...]
    phases: tuple[Phase, ...]
    settings: tuple[Advice, ...]
    unjudged: tuple[Unjudged, ...]
    assumptions: tuple[str, ...]

    def of(self, grade: GradeName) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.grade == grade)

    def problem(self, number: int) -> Problem:
        return self.problems[number - 1]
