"""What a check has found, ready to be written in any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from scale_lsp.config import Config
from scale_lsp.engine.changes import Changes
from scale_lsp.engine.fingerprints import fingerprints
from scale_lsp.engine.fix import fix
from scale_lsp.engine.impact import impact_text
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Fix, Related
from scale_lsp.index.project import Snapshot
from scale_lsp.report.suggestions import Suggestion, suggestion

State = Literal["new", "unchanged", "updated", "absent"]
"""Against a baseline, in the words of SARIF."""


@dataclass(frozen=True)
class Item:
    """A finding with what formats say of it. `state` is None where nothing was compared."""

    finding: Finding
    snapshot: Snapshot
    config: Config
    state: State | None = None

    @cached_property
    def fix(self) -> Fix | None:
        return fix(self.snapshot, self.finding, self.config)

    @cached_property
    def suggestion(self) -> Suggestion | None:
        return suggestion(self.finding, self.fix, self.snapshot) if self.fix is not None else None

    @cached_property
    def related(self) -> tuple[Related, ...]:
        """The places that belong to it, the cause first, each once."""
        finding = self.finding
        cause = (finding.cause,) if finding.cause is not None else ()
        places = (*cause, *(one for one in finding.related if not one.shared))
        return tuple({one.location: one for one in reversed(places)}.values())[::-1]


@dataclass(frozen=True)
class Report:
    """The findings of a check. `base`: what paths are relative to, the folder of the repository.

    `changes`: those that the findings come from, where they are known.
    """

    items: Sequence[Item]
    snapshot: Snapshot
    config: Config
    base: Path
    changes: Changes | None = None

    @cached_property
    def fingerprints(self) -> Sequence[str]:
        """Those of the items, each another."""
        return fingerprints(self.snapshot, [item.finding for item in self.items])

    @property
    def shown(self) -> list[Item]:
        """Those to speak of: not what was there before."""
        return [item for item in self.items if item.state != "unchanged"]

    def path(self, path: str) -> str:
        """A path as the repository knows it, with forward slashes; that of a file elsewhere stays as it is."""
        return path.removeprefix(f"{self.base.as_posix().rstrip('/')}/")

    def lines(self, path: str) -> Sequence[str]:
        source = self.snapshot.sources.get(path)
        return source.lines if source is not None else ()

    def url(self, finding: Finding) -> str | None:
        """The documentation of what the finding is about."""
        docs = registry().entries[finding.rule].docs
        return docs[0].format(version=self.config.docs_version) if docs else None

    def impact(self, finding: Finding) -> str:
        """The costs in a line of Markdown; empty where they are not known."""
        return impact_text(finding, finding.impact, self.config.options) if finding.impact is not None else ""
