"""`--fail-on`: which findings make a check fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from scale_lsp.catalogue import Entry
from scale_lsp.config import did_you_mean
from scale_lsp.finding import Finding, Severity

NEW = "new"
_SEVERITIES = list(reversed(Severity))


def check_names(names: Iterable[str], entries: Mapping[str, Entry], *, compares: bool) -> None:
    """Raises UsageError for what `--fail-on` does not know. `compares`: it is known which findings are new."""
    known = {NEW, *Severity, *entries, *(entry.category for entry in entries.values())}
    for name in names:
        if name not in known:
            close = did_you_mean(name, known)
            raise click.UsageError(f"--fail-on: no severity, category or rule `{name}`{close}")
        if name == NEW and not compares:
            raise click.UsageError("--fail-on new: say since when, with --diff-base or --baseline")


def fails(findings: Iterable[Finding], names: Iterable[str], entries: Mapping[str, Entry]) -> bool:
    """Whether some finding is of one of the severities, or worse, or of one of the categories and rules.

    Without names, and with `new`, any finding is: nothing else is reported then.
    """
    names = frozenset(names)
    if not names or NEW in names:
        return any(True for _ in findings)
    least = min((_SEVERITIES.index(Severity(name)) for name in names & set(Severity)), default=len(_SEVERITIES))
    return any(
        _SEVERITIES.index(finding.severity) >= least or names & {finding.rule, entries[finding.rule].category}
        for finding in findings
    )
