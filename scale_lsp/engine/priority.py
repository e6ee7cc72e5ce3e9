"""What to look at first."""

from __future__ import annotations

from collections.abc import Iterable

from scale_lsp.config import Config
from scale_lsp.engine.impact import saved_ms
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Severity

WHOLE_SITE = frozenset({"limits", "settings"})
"""Categories of what caps every request, whichever page it is for."""

_SEVERITIES = list(Severity)


def by_priority(findings: Iterable[Finding], config: Config) -> list[Finding]:
    """The most severe first; of these what limits the whole site, then by the time that a fix saves."""
    options = config.options

    def key(finding: Finding) -> tuple[object, ...]:
        whole = registry().entries[finding.rule].category in WHOLE_SITE
        return (_SEVERITIES.index(finding.severity), not whole, -saved_ms(finding, options), *_place(finding))

    return sorted(findings, key=key)


def _place(finding: Finding) -> tuple[object, ...]:
    return (finding.location, finding.rule, finding.message)
