"""Findings, changes and models as the shapes that agents are given."""

from __future__ import annotations

from pathlib import Path

from scale_lsp.assistant import models
from scale_lsp.assistant.proposals import Proposal
from scale_lsp.assistant.view import View
from scale_lsp.catalogue import Entry
from scale_lsp.engine.endpoints import Endpoint, usual_sizes
from scale_lsp.engine.impact import assumed_rows
from scale_lsp.finding import Finding
from scale_lsp.mcp import shapes
from scale_lsp.mcp.workspace import Session
from scale_lsp.report.readiness.build import readiness
from scale_lsp.report.readiness.formats import written
from scale_lsp.text.positions import Location

MOST_CHARACTERS = 60_000
"""Of a diff, in one answer."""
AROUND = 3
"""Lines of source above and below a finding."""


def found(session: Session, view: View, finding: Finding) -> shapes.Found:
    return shapes.Found(
        id=session.id(view, finding),
        rule=finding.rule,
        severity=finding.severity.value,
        message=finding.message,
        place=place(session, finding.location),
        related=[place(session, r.location, r.message) for r in finding.related if not r.shared],
        cost=_cost(view, finding),
        fix=finding.fixable.value if finding.fixable is not None else None,
    )


def report(root: Path, view: View, users: int) -> shapes.Report:
    """`users`: 0 for those of the configuration."""
    config = view.config.model_copy(update={"target_users": users}) if users else view.config
    made = readiness(view.snapshot, config)
    return shapes.Report(
        root=root.as_posix(),
        verdict=made.verdict.status,
        users=config.target_users,
        markdown=written(made, "md"),
    )


def place(session: Session, location: Location, message: str = "") -> shapes.Place:
    start, end = location.span.start, location.span.end
    return shapes.Place(
        file=session.name(location.path),
        line=start.line + 1,
        column=start.column + 1,
        end_line=end.line + 1,
        end_column=end.column + 1,
        message=message,
    )


def _cost(view: View, finding: Finding) -> shapes.Cost | None:
    impact = finding.impact
    if impact is None:
        return None
    rows = assumed_rows(finding, view.config.options).number
    return shapes.Cost(
        resource=impact.resource,
        now=str(impact.now),
        fixed=str(impact.fixed),
        n=impact.n,
        at=rows,
        now_at=impact.now.at(rows),
        fixed_at=impact.fixed.at(rows),
    )


def source(view: View, location: Location) -> str:
    file = view.snapshot.source(location.path)
    lines = file.lines if file is not None else []
    first = max(location.span.start.line - AROUND, 0)
    shown = lines[first : location.span.end.line + AROUND + 1][: 4 * AROUND]
    return "\n".join(f"{number:>5} {line.rstrip()[:200]}" for number, line in enumerate(shown, first + 1))


def way(session: Session, proposal: Proposal) -> shapes.Way:
    result = proposal.result
    return shapes.Way(
        title=proposal.title,
        safety=proposal.safety.value,
        reason=proposal.reason,
        files=[session.name(path) for path in (*result.texts, *(new.path for new in result.new_files))],
        diff=proposal.diff[:MOST_CHARACTERS],
        digest=proposal.digest,
        truncated=len(proposal.diff) > MOST_CHARACTERS,
    )


def endpoint(session: Session, view: View, each: Endpoint, steps: bool) -> shapes.Endpoint:
    sizes = usual_sizes(view.snapshot, view.config.options)
    return shapes.Endpoint(
        kind=each.kind,
        name=each.name,
        routes=list(each.routes),
        place=session.place(each.location),
        queries=str(each.queries),
        fixed=str(each.fixed),
        n=each.n,
        at=each.at(sizes),
        fixed_at=each.fixed_at(sizes),
        paginated=each.paginated,
        cached=each.cached,
        emails=each.emails,
        external_calls=each.external_calls,
        writes=each.writes,
        steps=[
            shapes.Step(place=session.place(s.location), words=s.words, queries=str(s.growth), at=s.at(sizes))
            for s in (each.steps if steps else ())
        ],
        findings=[session.id(view, finding) for finding in view.findings_of(each)],
        unknown=list(each.unknown),
    )


def model(session: Session, each: models.Described) -> shapes.Model:
    return shapes.Model(
        label=each.label,
        place=session.place(each.location) if each.location is not None else "",
        abstract=each.abstract,
        columns=list(each.columns),
        relations=[
            shapes.Relation(name=w.name, kind=w.kind, to=w.to, many=w.many, forward=w.forward, null=w.null)
            for w in each.relations
        ],
        indexes=[list(index) for index in each.indexes],
        rows=each.rows,
    )


def rule(entry: Entry, page: bool) -> shapes.Rule:
    return shapes.Rule(
        rule=entry.slug,
        category=entry.category,
        title=entry.title,
        severity=entry.severity.value,
        fix=entry.fix,
        preview=entry.preview,
        page=f"# {entry.title}\n\n{entry.body}" if page else "",
    )
