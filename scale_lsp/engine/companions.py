"""What is said at the places that findings elsewhere are about: where a template, a property, a loop reads the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.config import Config
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.findings import in_one_block
from scale_lsp.finding import Finding
from scale_lsp.index.project import Snapshot
from scale_lsp.text.positions import Location

_MOST_READS = 3


@dataclass(frozen=True, slots=True)
class Companion:
    """A place that is named by findings of one rule, all of them out of its sight."""

    location: Location
    rule: str
    message: str
    findings: tuple[Finding, ...]


def companions(snapshot: Snapshot, path: str, config: Config, *, first: bool = False) -> tuple[Companion, ...]:
    """The companions in one file, in the order of their places.

    A place in the block of its finding (the same function, the same member of a class, the same template) has none:
    there the finding speaks for itself. Nor has one in a file on which the rule does not run.
    """
    found = project_findings(snapshot, config, first=path if first else None)
    active = found.active(snapshot, path)
    reads: dict[tuple[Location, str], dict[str, None]] = {}
    findings: dict[tuple[Location, str], dict[Finding, None]] = {}
    for other in found.naming(path):
        for finding in check(snapshot, other, config, first=first):
            for related in finding.related if finding.rule in active else ():
                if related.location.path == path and not in_one_block(snapshot, finding.location, related.location):
                    key = (related.location, finding.rule)
                    reads.setdefault(key, {})[related.message] = None
                    findings.setdefault(key, {})[finding] = None
    return tuple(
        Companion(location, rule, _message(list(reads[location, rule]), list(found)), tuple(found))
        for (location, rule), found in sorted(findings.items(), key=lambda item: item[0])
    )


def places_beside(snapshot: Snapshot, finding: Finding) -> Iterator[Location]:
    """The places a finding names in its own block, where it has no companions."""
    for related in finding.related:
        if in_one_block(snapshot, finding.location, related.location):
            yield related.location


def _message(reads: list[str], findings: list[Finding]) -> str:
    read = "; ".join(reads[:_MOST_READS])
    if len(reads) > _MOST_READS:
        read += f"; and {len(reads) - _MOST_READS} more"
    return f"{read}: {findings[0].message}" if len(findings) == 1 else f"{read} ({len(findings)} findings)"
