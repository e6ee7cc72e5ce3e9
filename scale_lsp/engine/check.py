"""Findings of a project: facts through the rules, less what the user switched off."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scale_lsp.config import Config
from scale_lsp.engine.registry import Rule, registry
from scale_lsp.engine.suppress import apply
from scale_lsp.finding import Finding, Fix, Severity
from scale_lsp.flow.analysis import Analysis, analyse
from scale_lsp.flow.assembly import facts
from scale_lsp.flow.declared import DeclaredFact, declared_facts
from scale_lsp.flow.facts import Fact
from scale_lsp.flow.surveys import Survey
from scale_lsp.frameworks import ALL
from scale_lsp.index.project import File, Snapshot
from scale_lsp.rule import Context


@dataclass(slots=True)
class Findings:
    """The findings of all files, before suppressions. `broken` names rules that raised, with the traceback."""

    by_path: dict[str, list[Finding]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    about: dict[str, dict[str, None]] = field(default_factory=dict)
    """Path → the files with findings that name a place in it."""
    checked: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    """What `check` said of the files it was asked about."""
    fixes: dict[Finding, tuple[Fix, ...]] = field(default_factory=dict)
    """Those that an editor asked for, at every move of the cursor."""


def check(snapshot: Snapshot, path: str, config: Config) -> tuple[Finding, ...]:
    """The findings in one file, in the order of their places: selected rules, not suppressed, unused suppressions."""
    source = snapshot.source(path)
    if source is None:
        return ()
    found = project_findings(snapshot, config)
    if path not in found.checked:
        found.checked[path] = _checked(
            source, found.by_path.get(path, ()), active_rules(snapshot, path, config), config
        )
    return found.checked[path]


def _checked(source: File, findings: Iterable[Finding], active: frozenset[str], config: Config) -> tuple[Finding, ...]:
    mine = [finding for finding in findings if finding.rule in active]
    unused = registry().entries.get("unused-suppression")
    severity = config.severity_of(unused) if unused else Severity.WARNING
    kept = apply(source, mine, frozenset(registry().entries), active, unused, severity)
    return tuple(sorted(kept, key=lambda finding: finding.sort_key))


def active_rules(snapshot: Snapshot, path: str, config: Config) -> frozenset[str]:
    """The rules that run on a file."""
    relative = path.removeprefix(snapshot.root.rstrip("/") + "/")
    return frozenset(slug for slug, entry in registry().entries.items() if config.enabled(entry, relative))


def project_findings(snapshot: Snapshot, config: Config) -> Findings:
    """All rules on all facts, computed once for each analysis."""
    analysis = analyse(snapshot, ALL)
    known = snapshot.memo.get("findings")
    if known is not None and known[0] is analysis and known[1] == config:
        found: Findings = known[2]
        return found
    found = _findings(snapshot, analysis, config)
    snapshot.memo["findings"] = (analysis, config, found)
    return found


def _findings(snapshot: Snapshot, analysis: Analysis, config: Config) -> Findings:
    found = Findings()
    seen: set[Finding] = set()
    declared = declared_facts(snapshot, config.production_settings)
    contexts = {rule.entry.slug: context(snapshot, rule, config) for rule in registry().rules.values()}
    for fact in (*facts(analysis, ALL), *_surveyed(snapshot, declared, found), *declared):
        for rule in registry().by_fact.get(type(fact), ()):
            for finding in _seen(rule, fact, contexts[rule.entry.slug], found):
                if finding in seen:  # two settings modules that share a third
                    continue
                seen.add(finding)
                found.by_path.setdefault(finding.location.path, []).append(finding)
                for related in finding.related:
                    found.about.setdefault(related.location.path, {})[finding.location.path] = None
    return found


def _surveyed(snapshot: Snapshot, declared: Sequence[DeclaredFact], found: Findings) -> Iterator[Survey]:
    """What frameworks see without interpretation. One that fails is named like a rule."""
    for framework in ALL:
        if framework.survey is not None:
            try:
                yield from framework.survey(snapshot, declared)
            except Exception:
                found.broken[framework.survey.__module__] = traceback.format_exc()


def _seen(rule: Rule, fact: Fact | Survey | DeclaredFact, ctx: Context, found: Findings) -> Iterator[Finding]:
    if rule.check is None or rule.entry.slug in found.broken:
        return
    try:
        yield from rule.check(fact, ctx)
    except Exception:  # a rule must never take the editor down; it is named once and silent afterwards
        found.broken[rule.entry.slug] = traceback.format_exc()


def context(snapshot: Snapshot, rule: Rule, config: Config) -> Context:
    """What a rule may ask."""
    return Context(snapshot, rule.entry, config.severity_of(rule.entry), config.options, config.django)
