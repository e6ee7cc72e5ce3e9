"""The Django projects of a folder, taken together: mostly one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from scale_lsp.config import Config
from scale_lsp.engine.causes import with_causes
from scale_lsp.engine.changes import Changes
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.fix import FixResult, fix_all
from scale_lsp.engine.shared import agreed, said
from scale_lsp.finding import Finding
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.text.positions import NewFile
from scale_lsp.workspace import Layout


@dataclass(frozen=True, slots=True)
class Fixing:
    """What to fix: in some files, the unsafe too, of some findings alone, with or without other files."""

    targets: Collection[str]
    unsafe: bool
    creates: bool = True
    among: Callable[[], Collection[Finding]] | None = None
    within: Collection[str] | None = None


class Projects:
    """Not thread-safe. A text is put into each project that sees it."""

    def __init__(self, root: str, layout: Layout | None = None) -> None:
        self.layout = layout or Layout()
        self._by_key = {key: Project(root) for key in self.layout.keys}
        self._paths: dict[str, None] = {}

    def __iter__(self) -> Iterator[Project]:
        return iter(self._by_key.values())

    def _of(self, path: str) -> list[Project]:
        return [self._by_key[key] for key in self.layout.keys_of(path)]

    def put(self, path: str, text: str) -> None:
        self._paths.setdefault(path)
        for project in self._of(path):
            project.put(path, text)

    def remove(self, path: str) -> None:
        self._paths.pop(path, None)
        for project in self._of(path):
            project.remove(path)

    def know_migrations(self, old: Collection[str] | None) -> None:
        for project in self._by_key.values():
            project.know_migrations(old)

    @property
    def paths(self) -> Collection[str]:
        return self._paths.keys()

    @property
    def texts(self) -> dict[str, str]:
        return {path: self._of(path)[0].snapshot().sources[path].text for path in self._paths}

    def snapshot(self) -> Snapshot:
        """The texts of all, to show. With several projects nothing else can be asked of it: see `owner`."""
        first, *others = (project.snapshot() for project in self._by_key.values())
        if not others:
            return first
        return replace(first, sources={k: v for one in (*others, first) for k, v in one.sources.items()})

    def check(self, path: str, config: Config) -> tuple[Finding, ...]:
        """What the projects that see a file find in it."""
        return agreed([check(project.snapshot(), path, config) for project in self._of(path)])

    def owner(self, finding: Finding, config: Config) -> Project:
        """The first project that has a finding."""
        first, *others = self._of(finding.location.path)
        for project in (first, *others) if others else ():
            there = check(project.snapshot(), finding.location.path, config)
            if any(said(one) == said(finding) for one in there):
                return project
        return first

    def broken(self, config: Config) -> dict[str, str]:
        """The rules that failed, and why."""
        found: dict[str, str] = {}
        for project in self._by_key.values():
            found |= project_findings(project.snapshot(), config).broken
        return found

    def with_causes(self, findings: list[Finding], changes: Changes, config: Config) -> list[Finding]:
        """The findings with the changes that cause them; each project has seen those of its own files."""
        owners = [self.owner(finding, config) for finding in findings]
        caused: dict[int, Finding] = {}
        for project in self._by_key.values():
            mine = [index for index, owner in enumerate(owners) if owner is project]
            seen = Changes({path: one for path, one in changes.files.items() if project in self._of(path)})
            caused |= zip(mine, with_causes(project, [findings[index] for index in mine], seen, config), strict=True)
        return [caused[index] for index in range(len(findings))]

    def fix_all(self, config: Config, fixing: Fixing) -> FixResult:
        """What fixes change, with one project after the other. The texts are left as they were."""
        original = self.texts
        new: dict[str, NewFile] = {}
        applied = 0
        try:
            for project in self._by_key.values():
                targets = [path for path in fixing.targets if project in self._of(path)]
                result = self._fix_one(project, targets, config, fixing)
                applied += result.applied
                for path, text in result.texts.items():
                    if path in new:
                        new[path] = replace(new[path], text=text)
                    self.put(path, text)
                for file in result.new_files:
                    new[file.path] = file
                    self.put(file.path, file.text)
            changed = {path: text for path, text in self.texts.items() if original.get(path, text) != text}
        finally:
            for path, text in original.items():
                self.put(path, text)
            for path in new:
                self.remove(path)
        return FixResult(changed, applied, tuple(new.values()))

    def _fix_one(self, project: Project, targets: list[str], config: Config, fixing: Fixing) -> FixResult:
        among = fixing.among
        if among is None and len(self._by_key) > 1:

            def among() -> list[Finding]:
                return [finding for path in targets for finding in self.check(path, config)]

        return fix_all(
            project, targets, config, fixing.unsafe, creates=fixing.creates, among=among, within=fixing.within
        )
