"""Findings, and what accompanies them elsewhere, as LSP diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types
from pydantic import BaseModel, ConfigDict

from scale_lsp.engine.companions import Companion
from scale_lsp.finding import Finding, Related, Severity
from scale_lsp.lsp.client import Abilities
from scale_lsp.lsp.positions import from_span
from scale_lsp.lsp.uris import path_of
from scale_lsp.text.positions import Location, Span, span

SOURCE = "scale-lsp"
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
TAGS = {
    "unused-suppression": types.DiagnosticTag.Unnecessary,
    "removed-or-ignored-setting": types.DiagnosticTag.Deprecated,
}


class FindingId(BaseModel):
    """Which finding a diagnostic or a code action of ours speaks about: its rule and its place in code points.

    That place need not be in the document of the diagnostic.
    """

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
        return self.rule == finding.rule and finding.location == Location(path_of(self.uri) or "", self._span)

    @property
    def _span(self) -> Span:
        return span(*self.start, *self.end)


@dataclass(frozen=True, slots=True)
class Reported:
    """A diagnostic as the client knows it: of one finding, or a companion of findings that are elsewhere."""

    findings: tuple[Finding, ...]
    diagnostic: types.Diagnostic
    places: tuple[types.Range, ...]
    """Where in its document it can be asked about: its own place, and the reads near a finding that belong to it."""
    ids: tuple[FindingId, ...]
    encoded: bytes
    """The diagnostic as JSON: a client is sent all of them again whenever one is new."""
    elsewhere: tuple[str, ...] = ()
    """Of a companion: where each of the findings is, in words."""

    def at(self, range: types.Range) -> types.Range | None:
        """The place that the cursor or selection touches."""
        return next((place for place in self.places if _touch(place, range)), None)

    def touched_by(self, range: types.Range) -> bool:
        """Whether that is the finding itself."""
        return not self.elsewhere and _touch(self.diagnostic.range, range)

    def each(self) -> Iterator[tuple[Finding, FindingId, str]]:
        """The findings, with where they are; that is empty for one of its own document."""
        return zip(self.findings, self.ids, self.elsewhere or ("",), strict=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """What turning a finding into a diagnostic needs to know."""

    abilities: Abilities
    encoding: str
    uri: Callable[[str], str]
    lines: Callable[[str], Sequence[str]]
    link: Callable[[str], str | None]
    """Where to read on about a rule."""
    beside: Callable[[Finding], Iterable[Location]]
    """The places near a finding that belong to it."""
    where: Callable[[Location], str]
    """A place in words."""
    encode: Callable[[types.Diagnostic], bytes]


def report(finding: Finding, frame: Frame) -> Reported:
    severity, tag = SEVERITIES[finding.severity], TAGS.get(finding.rule)
    id_ = _id(finding, frame)
    diagnostic = _diagnostic(finding.location, finding.rule, finding.message, severity, finding.related, frame)
    diagnostic.tags = [tag] if tag in frame.abilities.diagnostic_tags else None
    diagnostic.data = id_.model_dump(mode="json") if frame.abilities.diagnostic_data else None
    reads = (_range(location, frame) for location in frame.beside(finding))
    return Reported((finding,), diagnostic, (diagnostic.range, *reads), (id_,), frame.encode(diagnostic))


def report_companion(companion: Companion, frame: Frame) -> Reported:
    """A hint that points to the findings; a client that cannot show where they are is told in words."""
    ids = tuple(_id(finding, frame) for finding in companion.findings)
    elsewhere = tuple(frame.where(finding.location) for finding in companion.findings)
    back = [Related(finding.location, finding.message) for finding in companion.findings]
    message = companion.message
    if not frame.abilities.related_information:
        message = f"{message} [{', '.join(elsewhere)}]"
    hint = types.DiagnosticSeverity.Hint
    diagnostic = _diagnostic(companion.location, companion.rule, message, hint, back, frame)
    diagnostic.data = [id_.model_dump(mode="json") for id_ in ids] if frame.abilities.diagnostic_data else None
    return Reported(companion.findings, diagnostic, (diagnostic.range,), ids, frame.encode(diagnostic), elsewhere)


def _diagnostic(
    location: Location,
    rule: str,
    message: str,
    severity: types.DiagnosticSeverity,
    related: Sequence[Related],
    frame: Frame,
) -> types.Diagnostic:
    href = frame.link(rule) if frame.abilities.code_description else None
    return types.Diagnostic(
        range=_range(location, frame),
        message=message,
        severity=severity,
        code=rule,
        code_description=types.CodeDescription(href) if href is not None else None,
        source=SOURCE,
        related_information=_related(related, frame) if frame.abilities.related_information and related else None,
    )


def _id(finding: Finding, frame: Frame) -> FindingId:
    return FindingId.of(finding, frame.uri(finding.location.path))


def _related(related: Iterable[Related], frame: Frame) -> list[types.DiagnosticRelatedInformation]:
    return [
        types.DiagnosticRelatedInformation(
            types.Location(frame.uri(place.location.path), _range(place.location, frame)), place.message
        )
        for place in related
    ]


def _range(location: Location, frame: Frame) -> types.Range:
    return from_span(frame.lines(location.path), location.span, frame.encoding)


def _touch(one: types.Range, other: types.Range) -> bool:
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: types.Position) -> tuple[int, int]:
    return (position.line, position.character)
