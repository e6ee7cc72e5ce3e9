"""Findings of a project: facts through the rules, less what the user switched off."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from operator import itemgetter

from scale_lsp.config import Config
from scale_lsp.engine.findings import Findings, context
from scale_lsp.engine.registry import registry
from scale_lsp.engine.suppress import apply
from scale_lsp.finding import Finding, Severity
from scale_lsp.index.project import File, Snapshot


def check(snapshot: Snapshot, path: str, config: Config, *, first: bool = False) -> tuple[Finding, ...]:
    """The findings in one file, in the order of their places: selected rules, not suppressed, unused suppressions.

    Each is there once: two settings modules may share a third.

    `first`: as soon as possible, without what the rest of the project may add; see `Findings.update`.
    """
    source = snapshot.source(path)
    if source is None:
        return ()
    found = project_findings(snapshot, config, first=path if first else None)
    known = found.checked.get(path)
    if known is None or known[0] is not source:
        known = found.checked[path] = (source, _checked(source, found.of(path), found.active(snapshot, path), config))
    return known[1]


def _checked(source: File, findings: Iterable[Finding], active: frozenset[str], config: Config) -> tuple[Finding, ...]:
    mine = [finding for finding in findings if finding.rule in active]
    unused = registry().entries.get("unused-suppression")
    severity = config.severity_of(unused) if unused else Severity.WARNING
    kept = list(apply(source, mine, frozenset(registry().entries), active, unused, severity))
    ordered = sorted(zip(map(_order, kept), kept, strict=True), key=itemgetter(0))
    again = {id(two) for (key, one), (other, two) in pairwise(ordered) if key == other and one == two}
    return tuple(finding for _, finding in ordered if id(finding) not in again)


def _order(finding: Finding) -> tuple[int, int, int, int, str, str]:
    """By place in the file, then by rule."""
    start, end = finding.location.span.start, finding.location.span.end
    return (start.line, start.column, end.line, end.column, finding.rule, finding.message)


def project_findings(snapshot: Snapshot, config: Config, *, first: str | None = None) -> Findings:
    """All rules on all facts, as of the snapshot; `first`: as far as they have to do with one file."""
    found = findings_of(snapshot, config)
    found.update(snapshot, first)
    return found


def findings_of(snapshot: Snapshot, config: Config) -> Findings:
    """The findings as they were when somebody last asked."""
    found: Findings | None = snapshot.memo.get("findings")
    if found is None or (found.config is not config and found.config != config):
        found = snapshot.memo["findings"] = Findings(config)
    return found


__all__ = ["Findings", "check", "context", "findings_of", "project_findings"]
