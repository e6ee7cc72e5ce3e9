"""Findings as LSP diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lsprotocol import types
from pydantic import BaseModel, ConfigDict

from scale_lsp.finding import Finding, Severity
from scale_lsp.lsp.client import Abilities
from scale_lsp.lsp.positions import from_span
from scale_lsp.text.positions import Location, span

SOURCE = "scale-lsp"
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
TAGS = {"unused-suppression": types.DiagnosticTag.Unnecessary}


class FindingId(BaseModel):
    """Which finding a diagnostic or a code action of ours speaks about: its rule and its place in code points."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uri: str
    rule: str
    start: tuple[int, int]
    end: tuple[int, int]

    @classmethod
    def of(cls, finding: Finding, uri: str) -> FindingId:
        at = finding.location.span
        return cls(
            uri=uri,
            rule=finding.rule,
            start=(at.start.line, at.start.column),
            end=(at.end.line, at.end.column),
        )

    def names(self, finding: Finding) -> bool:
        return self.rule == finding.rule and span(*self.start, *self.end) == finding.location.span


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding as the client knows it."""

    finding: Finding
    diagnostic: types.Diagnostic
    places: tuple[types.Range, ...]
    """Where in its document it can be asked about: the finding itself, and the reads that belong to it."""

    def at(self, range: types.Range) -> types.Range | None:
        """The place that the cursor or selection touches."""
        return next((place for place in self.places if _touch(place, range)), None)


@dataclass(frozen=True, slots=True)
class Frame:
    """What turning a finding into a diagnostic needs to know."""

    abilities: Abilities
    encoding: str
    uri: Callable[[str], str]
    lines: Callable[[str], Sequence[str]]
    link: Callable[[Finding], str | None]


def report(finding: Finding, frame: Frame) -> Reported:
    abilities = frame.abilities
    uri = frame.uri(finding.location.path)
    tag = TAGS.get(finding.rule)
    diagnostic = types.Diagnostic(
        range=_range(finding.location, frame),
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=_link(finding, frame) if abilities.code_description else None,
        source=SOURCE,
        tags=[tag] if tag in abilities.diagnostic_tags else None,
        related_information=_related(finding, frame) if abilities.related_information and finding.related else None,
        data=FindingId.of(finding, uri).model_dump(mode="json") if abilities.diagnostic_data else None,
    )
    reads = [related.location for related in finding.related if related.location.path == finding.location.path]
    return Reported(finding, diagnostic, (diagnostic.range, *(_range(location, frame) for location in reads)))


def _link(finding: Finding, frame: Frame) -> types.CodeDescription | None:
    href = frame.link(finding)
    return types.CodeDescription(href) if href is not None else None


def _related(finding: Finding, frame: Frame) -> list[types.DiagnosticRelatedInformation]:
    return [
        types.DiagnosticRelatedInformation(
            types.Location(frame.uri(related.location.path), _range(related.location, frame)), related.message
        )
        for related in finding.related
    ]


def _range(location: Location, frame: Frame) -> types.Range:
    return from_span(frame.lines(location.path), location.span, frame.encoding)


def _touch(one: types.Range, other: types.Range) -> bool:
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: types.Position) -> tuple[int, int]:
    return (position.line, position.character)
