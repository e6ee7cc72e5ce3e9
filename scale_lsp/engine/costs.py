"""The queries that places in a file add, as findings know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scale_lsp.config import Config
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Growth
from scale_lsp.index.project import Snapshot
from scale_lsp.text.positions import Location

_CATEGORIES = frozenset({"queries", "writes"})


@dataclass(frozen=True, slots=True)
class Cost:
    """What a place adds: so many queries, `n` counting what it says."""

    location: Location
    growth: Growth
    n: str
    finding: Finding


def costs(snapshot: Snapshot, path: str, config: Config) -> list[Cost]:
    """The costs of places in one file, in their order; also of findings in other files."""
    others = project_findings(snapshot, config).naming(path)
    files = dict.fromkeys((path, *others))
    found = dict.fromkeys(c for file in files for finding in check(snapshot, file, config) for c in _costs(finding))
    return sorted((cost for cost in found if cost.location.path == path), key=lambda cost: cost.location)


def _costs(finding: Finding) -> Iterator[Cost]:
    """Of the places that read rows, if the finding names them, else of its own."""
    impact = finding.impact
    if impact is None or impact.resource != "queries":
        return
    reads = [related for related in finding.related if related.cost is not None]
    for related in reads:
        if related.cost is not None:
            yield Cost(related.location, related.cost, impact.n, finding)
    added = Growth(0, impact.now.per_row, impact.now.per_nested_row)
    here = registry().entries[finding.rule].category in _CATEGORIES and "request" not in impact.n
    if not reads and here and (added.per_row or added.per_nested_row):
        yield Cost(finding.location, added, impact.n, finding)
