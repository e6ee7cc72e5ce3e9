"""Findings as problems of a report: with what each costs at the target, and what its fix changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scale_lsp.config import Config
from scale_lsp.engine.fix import fix
from scale_lsp.engine.impact import assumed_rows, two_digits
from scale_lsp.engine.registry import registry
from scale_lsp.engine.strain import Strain
from scale_lsp.finding import Finding, Fix
from scale_lsp.index.project import Snapshot
from scale_lsp.report.entry_points import place
from scale_lsp.report.readiness.model import FileToUpdate, Problem, Repair
from scale_lsp.report.readiness.phases import phase_of
from scale_lsp.text.folders import relative_to

_MOST_NAMED = 3


def problems(
    snapshot: Snapshot, config: Config, weighed: Sequence[tuple[Finding, Strain]], settings: frozenset[str]
) -> Iterator[Problem]:
    """In the order that is given. `settings` are the files that production's settings are read from."""
    for number, (finding, strained) in enumerate(weighed, 1):
        entry = registry().entries[finding.rule]
        made = fix(snapshot, finding, config)
        yield Problem(
            number=number,
            grade=strained.grade.value,
            rule=finding.rule,
            title=entry.title,
            category=entry.category,
            severity=finding.severity.value,
            message=finding.message,
            place=place(snapshot, finding.location),
            related=tuple(place(snapshot, one.location) for one in finding.related if not one.shared),
            impact=_impact(finding, config),
            costs=". ".join(_costs(finding, strained, config)),
            busy_workers=strained.busy,
            entry_points=tuple(one.name for one in strained.reached),
            fix=_repair(snapshot, made) if made is not None else None,
            phase=phase_of(entry.category, made, finding.location.path in settings),
            url=entry.docs[0].format(version=config.docs_version) if entry.docs else None,
        )


def _impact(finding: Finding, config: Config) -> str:
    """`queries 1 + n → 1, n = rows of Order (101 → 1 at n = 100)`."""
    impact = finding.impact
    if impact is None:
        return ""
    formula = f"{impact.resource} {impact.now} → {impact.fixed}, n = {impact.n}"
    if "request" in impact.n or not (impact.now.per_row or impact.now.per_nested_row):
        return formula
    n = assumed_rows(finding, config.options).number
    return f"{formula} ({impact.now.at(n):,} → {impact.fixed.at(n):,} at n = {n:,})"


def _costs(finding: Finding, strained: Strain, config: Config) -> Iterator[str]:
    impact = finding.impact
    if impact is not None and strained.extra and strained.extra_ms is not None:
        where = f" in `{strained.worst.name}`" if strained.worst is not None else ""
        yield f"{strained.extra:,} {impact.resource} too many{where}: ≈ {_time(strained.extra_ms)}"
    names = [f"`{one.name}`" for one in strained.reached]
    if len(names) > 1 or (names and strained.worst is None):
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield f"Reached from {', '.join(names[:_MOST_NAMED])}{more}"
    if strained.busy is not None:
        workers = two_digits(strained.busy)
        users = config.target_users
        yield f"At {users:,} users it keeps ≈ {workers} {'worker' if workers == '1' else 'workers'} busy"


def _time(milliseconds: float) -> str:
    return f"{two_digits(milliseconds / 1000)} s" if milliseconds >= 1000 else f"{two_digits(milliseconds)} ms"


def _repair(snapshot: Snapshot, made: Fix) -> Repair:
    root = snapshot.root
    return Repair(
        made.title,
        made.safety.value,
        made.reason,
        tuple(dict.fromkeys(relative_to(edit.path, root) for edit in made.edits)),
        tuple(relative_to(new.path, root) for new in made.new_files),
    )


def files_to_update(found: Sequence[Problem]) -> Iterator[FileToUpdate]:
    """In the order of the first problem that each is for."""
    numbers: dict[tuple[str, bool], dict[str, list[int]]] = {}
    for problem in found:
        if problem.fix is not None:
            every = [(file, False) for file in problem.fix.files] + [(file, True) for file in problem.fix.new_files]
            for key in every:
                numbers.setdefault(key, {}).setdefault(problem.fix.safety, []).append(problem.number)
    for (file, created), by in numbers.items():
        safe, unsafe, manual = (tuple(by.get(safety, ())) for safety in ("safe", "unsafe", "manual"))
        yield FileToUpdate(file, safe, unsafe, manual, created)
