"""What the analysis thread owns: a project per workspace folder, and which texts an editor holds."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.engine.check import Findings, check, findings_of
from scale_lsp.engine.companions import Companion, companions, places_beside
from scale_lsp.engine.fix import FixResult, fix_all, fixes
from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Fix
from scale_lsp.index.project import File, Project, Snapshot
from scale_lsp.lsp.positions import to_span
from scale_lsp.text.folders import relative_to, within
from scale_lsp.text.positions import Location
from scale_lsp.workspace import Unreadable, read

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Home:
    """Where documents belong: one project with one configuration. Each workspace folder is one."""

    project: Project
    config: Config
    files: set[str] | None = None
    """The files on disk that belong to the project; None before they were listed."""
    missed: set[str] | None = None
    """While the whole project is built elsewhere: what came back to disk meanwhile. Until then `project` knows the open
    documents only, so that somebody who types meanwhile waits for them and for nothing else."""
    silent: bool = False
    """Its documents are excluded: they are kept in step, nothing is said about them."""


class Session:
    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._folders: dict[str, Home] = {}
        self._buffers: dict[str, Home] = {}
        """The paths an editor holds open, and where they belong. Their text on disk does not count."""

    # Workspace folders

    def configure(self, root: str, config: Config) -> None:
        """Add a workspace folder, or give a known one its new configuration."""
        if (folder := self._folders.get(root)) is not None:
            folder.config = config
        else:
            self._folders[root] = Home(Project(root), config)
            self._settle_buffers()

    def remove_folder(self, root: str) -> None:
        self._folders.pop(root, None)
        self._settle_buffers()

    def expect(self, root: str, files: Collection[str]) -> None:
        """The whole project is going to have these files."""
        if (folder := self._folders.get(root)) is not None:
            folder.files, folder.missed = set(files), set()
            self._settle_buffers()

    def adopt(self, root: str, project: Project | None) -> None:
        """The whole project counts from now on. None: it could not be built."""
        if (folder := self._folders.get(root)) is None:
            return
        missed, folder.missed = folder.missed or set(), None
        if project is not None:
            before = Home(folder.project, folder.config)
            folder.project = project
            self._buffers = {path: before if of is folder else of for path, of in self._buffers.items()}
            self._settle_buffers()
        for path in missed:
            self.load(path, text_of(path))

    def _settle_buffers(self) -> None:
        """Move the open documents that belong somewhere else now."""
        before, self._buffers = self._buffers, {}
        for path, old in before.items():
            new = self._buffers[path] = self._home(path)
            if new is not old and (source := old.project.snapshot().source(path)) is not None:
                old.project.remove(path)
                new.project.put(path, source.text)

    def _home(self, path: str) -> Home:
        """Where a document belongs that is opened now. Outside the workspace it sees what is open in its directory."""
        directory = path.rpartition("/")[0] or "/"
        if (folder := self._innermost(path)) is None:
            open_here = (f for f in self._buffers.values() if f.project.root == directory and not f.silent)
            return next(open_here, None) or Home(Project(directory), Config())
        if folder.files is not None and path not in folder.files and os.path.exists(path):
            return Home(Project(directory), folder.config, silent=True)
        return folder

    def _innermost(self, path: str) -> Home | None:
        roots = [root for root in self._folders if within(path, root)]
        return self._folders[max(roots, key=len)] if roots else None

    # Texts

    def open(self, path: str, text: str) -> None:
        folder = self._buffers[path] = self._buffers.get(path) or self._home(path)
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
        """The editor lets go: the text on disk counts again, if it is one of ours."""
        self._buffers.pop(path).project.remove(path)
        folder = self._innermost(path)
        if folder is not None and folder.files is not None and path in folder.files:
            self.load(path, text_of(path))

    def load(self, path: str, text: str | None) -> None:
        """A text from disk; None when there is no such file any more."""
        if (folder := self._innermost(path)) is None:
            return
        if folder.files is None:
            folder.files = set()
        folder.files.discard(path)
        if text is not None:
            folder.files.add(path)
        if path in self._buffers:
            if self._buffers[path].silent:
                self._settle_buffers()
        elif folder.missed is not None:
            folder.missed.add(path)
        elif text is None:
            folder.project.remove(path)
        else:
            folder.project.put(path, text)

    def forget(self, path: str) -> None:
        """A file or a directory is gone from disk."""
        for known in [known for known in self.files() if within(known, path)]:
            self.load(known, None)

    def files(self) -> set[str]:
        return {path for folder in self._folders.values() for path in folder.files or ()}

    def homes(self) -> list[Home]:
        """The workspace folders."""
        return list(self._folders.values())

    def home_of(self, path: str) -> Home | None:
        """Where a document belongs, whether it is open or not; None outside of the workspace."""
        return self._buffers.get(path) or self._innermost(path)

    def snapshot(self, path: str) -> Snapshot | None:
        """The project of a document at this moment; None for one about which nothing is said."""
        folder = self.home_of(path)
        return folder.project.snapshot() if folder is not None and not folder.silent else None

    def config(self, path: str) -> Config:
        folder = self.home_of(path)
        return folder.config if folder is not None else Config()

    def source(self, path: str) -> File | None:
        folder = self.home_of(path)
        return folder.project.snapshot().source(path) if folder is not None else None

    def lines(self, path: str) -> Sequence[str]:
        source = self.source(path)
        return source.lines if source is not None else ()

    # Questions about documents

    def check(self, path: str) -> tuple[Finding, ...]:
        folder = self.home_of(path)
        if folder is None or folder.silent:
            return ()
        snapshot = folder.project.snapshot()
        findings = check(snapshot, path, folder.config, first=True)
        for rule, reason in findings_of(snapshot, folder.config).broken.items():
            logger.error("Rule %s failed: %s", rule, reason)
        return findings

    def look_at_the_rest(self, stop: Callable[[], bool]) -> bool:
        """Bring all projects up to date, until `stop` says so; whether something was looked at."""
        looked = False
        for project, config in {id(h.project): (h.project, h.config) for h in self._homes()}.values():
            snapshot = project.snapshot()
            found = findings_of(snapshot, config)
            while found.pending(snapshot) and not stop():
                looked = True
                found.update(snapshot, stop=stop)
        return looked

    def is_behind(self) -> bool:
        """Whether there is something left to look at."""
        return any(Findings.pending(home.project.snapshot()) for home in self._homes())

    def _homes(self) -> list[Home]:
        return [*self._folders.values(), *self._buffers.values()]

    def companions(self, path: str) -> tuple[Companion, ...]:
        """What is said in a document about findings elsewhere in its project, in files that need not be open."""
        folder = self._buffers.get(path)
        if folder is None or folder.silent:
            return ()
        return companions(folder.project.snapshot(), path, folder.config, first=True)

    def places_beside(self, path: str, finding: Finding) -> list[Location]:
        """The places in a document that a finding of it speaks for."""
        folder = self.home_of(path)
        return list(places_beside(folder.project.snapshot(), finding)) if folder is not None else []

    def link(self, path: str, rule: str) -> str | None:
        """Where to read on about a rule."""
        docs, folder = registry().entries[rule].docs, self.home_of(path)
        return docs[0].format(version=folder.config.docs_version) if docs and folder is not None else None

    def where(self, path: str, location: Location) -> str:
        """`shop/views.py:12`: a place in the project of a document."""
        folder = self.home_of(path)
        name = relative_to(location.path, folder.project.root) if folder is not None else location.path
        return f"{name}:{location.span.start.line + 1}"

    def fixes(self, path: str, finding: Finding) -> tuple[Fix, ...]:
        """The fixes of a finding in the project of a document, the preferred one first.

        Since the document was checked, another one may have been edited: the finding has to be there still.
        """
        if (folder := self._buffers.get(path)) is None:
            return ()
        snapshot = folder.project.snapshot()
        try:
            there = check(snapshot, finding.location.path, folder.config, first=True)
            current = next((other for other in there if _same(other, finding)), None)
            if current is None:
                return ()
            known = findings_of(snapshot, folder.config).fixes
            if current not in known:
                known[current] = ()  # a fix that fails is tried once
                known[current] = tuple(fixes(snapshot, current, folder.config))
            return known[current]
        except Exception as error:
            logger.exception("Fixing %s in %s failed: %r", finding.rule, finding.location.path, error)
            return ()

    def fix_all(self, path: str, creates: bool, rules: Collection[str] = ()) -> FixResult:
        """What the safe fixes of a document change, in all files: those of some rules, or all."""
        folder = self._buffers[path]
        return fix_all(folder.project, [path], folder.config, creates=creates, rules=rules)

    def fix_all_folders(self, creates: bool) -> Iterator[FixResult]:
        """What all safe fixes of each workspace folder change."""
        for home in self.homes():
            mine = [path for path in home.project.snapshot().paths if self.home_of(path) is home]
            yield fix_all(home.project, mine, home.config, creates=creates)


def _same(one: Finding, other: Finding) -> bool:
    """Whether they ask for the same thing at the same place, whoever reads it from where."""
    return (one.rule, one.location, one.message) == (other.rule, other.location, other.message)


def text_of(path: str) -> str | None:
    """A text from disk, if it is one."""
    text = read(path)
    if isinstance(text, Unreadable):
        logger.info("%s is left out: %s", path, text.reason)
        return None
    return text
