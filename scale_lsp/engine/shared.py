"""What several projects find in a file that all of them see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scale_lsp.finding import Finding

UNUSED = "unused-suppression"


def agreed(found: Sequence[Sequence[Finding]]) -> tuple[Finding, ...]:
    """One project with a problem is enough. That a suppression is of no use, all of them have to say."""
    if len(found) == 1:
        return tuple(found[0])
    first: dict[object, Finding] = {}
    for finding in (finding for of_one in found for finding in of_one):
        first.setdefault(said(finding), finding)
    everywhere = set.intersection(*({said(finding) for finding in of_one} for of_one in found))
    kept = (one for key, one in first.items() if one.rule != UNUSED or key in everywhere)
    return tuple(sorted(kept, key=lambda one: (one.location, one.rule, one.message)))


def said(finding: Finding) -> tuple[object, ...]:
    """What is the same in each project that has a finding, whoever reads it from where."""
    return (finding.rule, finding.location, finding.message)


def without_unused(findings: Sequence[Finding]) -> Iterator[Finding]:
    """What one project may change on its own in a file of several: a suppression may serve another one."""
    return (finding for finding in findings if finding.rule != UNUSED)
