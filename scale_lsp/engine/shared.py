"""What several projects find in a file that all of them see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scale_lsp.finding import Finding

ABSENCES = frozenset({"undeclared-dependency", "unknown-related-name", "unused-suppression"})
"""Rules that miss something, which another project may have, in code that may be meant for that one alone."""


def agreed(found: Sequence[Sequence[Finding]]) -> tuple[Finding, ...]:
    """One project with a problem is enough. That there is something missing, all of them have to say."""
    if len(found) == 1:
        return tuple(found[0])
    first: dict[object, Finding] = {}
    for finding in (finding for of_one in found for finding in of_one):
        first.setdefault(said(finding), finding)
    everywhere = set.intersection(*({said(finding) for finding in of_one} for of_one in found))
    kept = (one for key, one in first.items() if one.rule not in ABSENCES or key in everywhere)
    return tuple(sorted(kept, key=lambda one: (one.location, one.rule, one.message)))


def said(finding: Finding) -> tuple[object, ...]:
    """What is the same in each project that has a finding, whoever reads it from where."""
    return (finding.rule, finding.location, finding.message)


def of_any(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those that one project is enough for."""
    return (finding for finding in findings if finding.rule not in ABSENCES)
