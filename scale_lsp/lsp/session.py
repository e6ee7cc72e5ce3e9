"""What the analysis thread owns: a project per workspace folder, and which texts an editor holds."""

from __future__ import annotations

import gc
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.engine.check import check, project_findings
from scale_lsp.engine.fix import fix, fix_all
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Fix
from scale_lsp.index.project import Project
from scale_lsp.lsp.positions import to_span
from scale_lsp.lsp.uris import within
from scale_lsp.text.source import SourceFile
from scale_lsp.workspace.files import read_text

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Folder:
    """A workspace folder: one project with one configuration."""

    project: Project
    config: Config
    next: Project | None = None
    """While the disk is read: the project to be. Until then `project` knows the open documents only, so that somebody
    who types meanwhile does not wait for an ever larger half of a project to be analysed again and again."""

    files: set[str] = field(default_factory=set)
    """What is known of the disk."""

    @property
    def disk(self) -> Project:
        """Where texts from disk go."""
        return self.next or self.project


class Session:
    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._folders: dict[str, Folder] = {}
        self._buffers: dict[str, Folder] = {}
        """The paths an editor holds open, and where they belong. Their text on disk does not count."""

    # Workspace folders

    def configure(self, root: str, config: Config) -> None:
        """Add a workspace folder, or give a known one its new configuration."""
        if (folder := self._folders.get(root)) is not None:
            folder.config = config
            return
        self._folders[root] = Folder(Project(root), config)
        self._settle_buffers()

    def remove_folder(self, root: str) -> None:
        self._folders.pop(root, None)
        self._settle_buffers()

    def folder_of(self, path: str) -> Folder:
        """The innermost workspace folder of a path. Files outside all of them see what is open in their directory."""
        roots = [root for root in self._folders if within(path, root)]
        if roots:
            return self._folders[max(roots, key=len)]
        directory = path.rpartition("/")[0] or "/"
        open_here = (folder for folder in self._buffers.values() if folder.project.root == directory)
        return next(open_here, None) or Folder(Project(directory), Config())

    def _settle_buffers(self) -> None:
        """Move the open documents whose innermost folder is another one now."""
        before, self._buffers = self._buffers, {}
        for path, old in before.items():
            source = old.project.snapshot().source(path)
            new = self._buffers[path] = self.folder_of(path)
            if new is not old and source is not None:
                new.project.put(path, source.text)
                old.project.remove(path)

    def begin_index(self, root: str) -> None:
        """Cyclic garbage waits until the end: among so many new objects, looking for it takes longer than reading."""
        if (folder := self._folders.get(root)) is not None:
            folder.next = Project(root)
            gc.disable()

    def end_index(self, root: str) -> None:
        """The whole project counts from now on."""
        gc.freeze()
        gc.enable()
        folder = self._folders.get(root)
        if folder is None or folder.next is None:
            return
        for path, owner in self._buffers.items():
            if owner is folder and (source := folder.project.snapshot().source(path)) is not None:
                folder.next.put(path, source.text)
        folder.project, folder.next = folder.next, None

    # Texts

    def open(self, path: str, text: str) -> None:
        folder = self._buffers[path] = self.folder_of(path)
        folder.project.put(path, text)

    def change(self, path: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Apply the editor's changes, each in positions of the text the one before it left.

        When that fails the text is forgotten until the editor sends all of it: none is better than another one.
        """
        project = self._buffers[path].project
        try:
            for change in changes:
                if isinstance(change, types.TextDocumentContentChangePartial):
                    project.edit(path, to_span(self.lines(path), change.range, self.encoding), change.text)
                else:
                    project.put(path, change.text)
        except Exception:
            project.remove(path)
            raise

    def close(self, path: str) -> None:
        """The editor lets go: the text on disk counts again, if there is one."""
        folder = self._buffers.pop(path)
        if folder.next is not None:
            folder.project.remove(path)
        self.load(path, read_text(path))

    def load(self, path: str, text: str | None) -> None:
        """A text from disk; None when there is no such file any more."""
        folder = self.folder_of(path)
        folder.files.discard(path)
        if text is not None:
            folder.files.add(path)
        if path in self._buffers:
            return
        if text is None:
            folder.disk.remove(path)
        else:
            folder.disk.put(path, text)

    def forget(self, path: str) -> None:
        """A file or a directory is gone from disk."""
        for folder in self._folders.values():
            for known in [p for p in folder.files if within(p, path)]:
                self.load(known, None)

    def paths(self) -> set[str]:
        return {path for folder in self._folders.values() for path in folder.files}

    def source(self, path: str) -> SourceFile | None:
        return self.folder_of(path).project.snapshot().source(path)

    def lines(self, path: str) -> Sequence[str]:
        source = self.source(path)
        return source.lines if source is not None else ()

    # Questions

    def check(self, path: str) -> tuple[Finding, ...]:
        folder = self.folder_of(path)
        snapshot = folder.project.snapshot()
        findings = check(snapshot, path, folder.config)
        for rule, reason in project_findings(snapshot, folder.config).broken.items():
            logger.error("Rule %s failed: %s", rule, reason)
        return findings

    def link(self, finding: Finding) -> str | None:
        """Where to read on about the rule."""
        docs = registry().entries[finding.rule].docs
        return docs[0].format(version=self.folder_of(finding.location.path).config.docs_version) if docs else None

    def fix(self, finding: Finding) -> Fix | None:
        return fix(self.folder_of(finding.location.path).project.snapshot(), finding)

    def fix_all(self, path: str) -> Mapping[str, str]:
        """The new texts of all files that the safe fixes of this one change."""
        folder = self.folder_of(path)
        return fix_all(folder.project, [path], folder.config).texts
