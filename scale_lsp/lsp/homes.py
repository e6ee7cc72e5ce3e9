"""Where documents belong: the projects of the workspace folders."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.check import check, findings_of
from scale_lsp.engine.fix import FixResult, fix_all, made
from scale_lsp.engine.shared import of_any, said
from scale_lsp.finding import Finding, Fix
from scale_lsp.index.project import Project
from scale_lsp.text.folders import relative_to
from scale_lsp.workspace import Layout, among

logger = logging.getLogger(__name__)

Projects = Mapping[str | None, Project]
"""Those of a folder, by the keys of its layout."""


@dataclass(slots=True, eq=False)
class Home:
    """One project with one configuration."""

    project: Project
    config: Config
    folder: str = ""
    """The folder of the project, which may lie below the workspace folder."""
    silent: bool = False
    """Its documents are excluded: they are kept in step, nothing is said about them."""

    def check(self, path: str) -> tuple[Finding, ...]:
        snapshot = self.project.snapshot()
        found = check(snapshot, path, self.config, first=True)
        for rule, reason in findings_of(snapshot, self.config).broken.items():
            logger.error("Rule %s failed: %s", rule, reason)
        return found

    def fixes(self, finding: Finding) -> tuple[Fix, ...] | None:
        """None when it is not there, or not any more: since the document was checked, another may have been edited."""
        snapshot = self.project.snapshot()
        try:
            there = check(snapshot, finding.location.path, self.config, first=True)
            same = (other for other in there if said(other) == said(finding))
            current = next((other for other in there if other is finding), None) or next(same, None)
            return made(snapshot, current, self.config) if current is not None else None
        except Exception as error:
            logger.exception("Fixing %s in %s failed: %r", finding.rule, finding.location.path, error)
            return ()

    def fix_all(
        self, path: str, creates: bool, rules: Collection[str], *, shared: bool, stop: Callable[[], bool]
    ) -> FixResult:
        """What the safe fixes of a file change. One that is shared: without what all its projects have to agree on."""

        def among() -> list[Finding]:
            return list(of_any(check(self.project.snapshot(), path, self.config)))

        mine = among if shared else None
        return fix_all(self.project, [path], self.config, creates=creates, rules=rules, among=mine, stop=stop)


@dataclass(slots=True)
class Folder:
    """A workspace folder: its files on disk, and a home for each Django project in it."""

    root: str
    config: Config
    homes: dict[str | None, Home] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)
    files: set[str] | None = None
    """The files on disk that belong to it; None before they were listed."""
    missed: set[str] | None = None
    """While the projects are built elsewhere: what came back to disk meanwhile. Until then the homes know the open
    documents only, so that somebody who types meanwhile waits for them and for nothing else."""

    def __post_init__(self) -> None:
        self._furnish()

    def configure(self, config: Config) -> None:
        self.config = config
        for home in self.homes.values():
            home.config = config

    def expect(self, files: Collection[str], layout: Layout) -> None:
        self.files, self.missed = set(files), set()
        if layout != self.layout:
            self.layout = layout
            self._furnish()

    def _furnish(self) -> None:
        self.adopt({key: Project(self.root) for key in self.layout.keys})

    def adopt(self, projects: Projects) -> None:
        self.homes = {key: Home(project, self.config, key or self.root) for key, project in projects.items()}

    def has(self, path: str) -> bool:
        """Whether a file belongs to a project here: it is listed, or it would be if somebody looked again."""
        return path in (self.files or ()) or self._would_have(path)

    def takes_back(self, path: str) -> bool:
        """Whether the text on disk counts when the editor lets go of a file."""
        return self.files is not None and (path in self.files or (os.path.exists(path) and self._would_have(path)))

    def _would_have(self, path: str) -> bool:
        folders = Path(path).relative_to(self.root).parents
        if any(os.path.islink(Path(self.root) / folder) for folder in folders if folder.parts):
            return False
        return any(among(Path(self.root), self.config, [relative_to(path, self.root)]))

    def homes_of(self, path: str) -> tuple[Home, ...]:
        return tuple(self.homes[key] for key in self.layout.keys_of(path))
