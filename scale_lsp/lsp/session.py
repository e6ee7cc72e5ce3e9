"""What the analysis thread owns: the projects of the workspace folders, and which texts an editor holds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from lsprotocol import types

from scale_lsp.config import Config
from scale_lsp.engine.check import Findings, findings_of
from scale_lsp.engine.companions import Companion, companions, places_beside
from scale_lsp.engine.findings import interruptible
from scale_lsp.engine.fix import FixResult, fix_all
from scale_lsp.engine.registry import registry
from scale_lsp.engine.shared import agreed
from scale_lsp.finding import Finding, Fix
from scale_lsp.flow.steps import never
from scale_lsp.index.project import File, Project, Snapshot
from scale_lsp.lsp.homes import Folder, Home, Projects
from scale_lsp.lsp.positions import to_span
from scale_lsp.text.folders import innermost, relative_to, within
from scale_lsp.text.positions import Location
from scale_lsp.workspace import Layout, Unreadable, read

logger = logging.getLogger(__name__)


class Session:
    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._folders: dict[str, Folder] = {}
        self._buffers: dict[str, tuple[Home, ...]] = {}
        """The paths an editor holds open, and where they belong. Their text on disk does not count."""

    # Workspace folders

    def configure(self, root: str, config: Config) -> None:
        """Add a workspace folder, or give a known one its new configuration."""
        if (folder := self._folders.get(root)) is not None:
            folder.configure(config)
        else:
            self._folders[root] = Folder(root, config)
            self._settle_buffers()

    def remove_folder(self, root: str) -> None:
        self._folders.pop(root, None)
        self._settle_buffers()

    def expect(self, root: str, files: Collection[str], layout: Layout | None = None) -> None:
        """The whole folder is going to have these files."""
        if (folder := self._folders.get(root)) is not None:
            folder.expect(files, layout or Layout())
            self._settle_buffers()

    def adopt(self, root: str, projects: Projects | None) -> None:
        """The whole projects count from now on. None: they could not be built."""
        if (folder := self._folders.get(root)) is None:
            return
        missed, folder.missed = folder.missed or set(), None
        if projects is not None:
            folder.adopt(projects)
            self._settle_buffers()
        for path in missed:
            self.load(path, text_of(path))

    def layouts(self) -> dict[str, tuple[Layout, set[str]]]:
        """How the folders are divided, and into what."""
        return {root: (folder.layout, set(folder.files or ())) for root, folder in self._folders.items()}

    def _settle_buffers(self) -> None:
        """Move the open documents that belong somewhere else now."""
        before, self._buffers = self._buffers, {}
        for path, old in before.items():
            new = self._buffers[path] = self._homes_of(path)
            if (source := old[0].project.snapshot().source(path)) is None:
                continue
            for home in old:
                if home not in new:
                    home.project.remove(path)
            for home in new:
                if home not in old:
                    home.project.put(path, source.text)

    def _homes_of(self, path: str) -> tuple[Home, ...]:
        """Where a document belongs that is opened now. Outside the workspace it sees what is open in its directory."""
        directory = path.rpartition("/")[0] or "/"
        if (folder := self._innermost(path)) is None:
            open_here = (f for f, *_ in self._buffers.values() if f.project.root == directory and not f.silent)
            return (next(open_here, None) or Home(Project(directory), Config()),)
        if not folder.has(path):
            return (Home(Project(directory), folder.config, silent=True),)
        return folder.homes_of(path)

    def _innermost(self, path: str) -> Folder | None:
        root = innermost(path, self._folders)
        return self._folders[root] if root is not None else None

    # Texts

    def open(self, path: str, text: str) -> None:
        self._buffers[path] = self._buffers.get(path) or self._homes_of(path)
        for home in self._buffers[path]:
            home.project.put(path, text)

    def change(self, path: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Apply the editor's changes, each in positions of the text the one before it left.

        When that fails the text is forgotten until the editor sends all of it: none is better than another one.
        """
        projects = [home.project for home in self._buffers[path]]
        try:
            for change in changes:
                if isinstance(change, types.TextDocumentContentChangePartial):
                    span = to_span(self.lines(path), change.range, self.encoding)
                    for project in projects:
                        project.edit(path, span, change.text)
                else:
                    for project in projects:
                        project.put(path, change.text)
        except Exception:
            for project in projects:
                project.remove(path)
            raise

    def close(self, path: str) -> None:
        """The editor lets go: the text on disk counts again, if it is one of ours."""
        for home in self._buffers.pop(path):
            home.project.remove(path)
        folder = self._innermost(path)
        if folder is not None and folder.takes_back(path):
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
            if self._buffers[path][0].silent:
                self._settle_buffers()
        elif folder.missed is not None:
            folder.missed.add(path)
        else:
            for home in folder.homes_of(path):
                if text is None:
                    home.project.remove(path)
                else:
                    home.project.put(path, text)

    def forget(self, path: str) -> None:
        """A file or a directory is gone from disk."""
        files = self.files()
        for known in [path] if path in files else [known for known in files if within(known, path)]:
            self.load(known, None)

    def files(self) -> set[str]:
        return {path for folder in self._folders.values() for path in folder.files or ()}

    def homes(self) -> list[Home]:
        """The projects of the workspace folders."""
        return [home for folder in self._folders.values() for home in folder.homes.values()]

    def homes_of(self, path: str) -> tuple[Home, ...]:
        """The projects that see a document, whether it is open or not; none outside of the workspace."""
        if (homes := self._buffers.get(path)) is not None:
            return homes
        folder = self._innermost(path)
        return folder.homes_of(path) if folder is not None else ()

    def home_of(self, path: str) -> Home | None:
        """The first of these."""
        return next(iter(self.homes_of(path)), None)

    def snapshots(self, path: str) -> tuple[Snapshot, ...]:
        """The projects of a document at this moment; none for one about which nothing is said."""
        return tuple(home.project.snapshot() for home in self.homes_of(path) if not home.silent)

    def snapshot(self, path: str) -> Snapshot | None:
        """The first of these."""
        return next(iter(self.snapshots(path)), None)

    def config(self, path: str) -> Config:
        home = self.home_of(path)
        return home.config if home is not None else Config()

    def source(self, path: str) -> File | None:
        home = self.home_of(path)
        return home.project.snapshot().source(path) if home is not None else None

    def lines(self, path: str) -> Sequence[str]:
        source = self.source(path)
        return source.lines if source is not None else ()

    # Questions about documents

    @contextmanager
    def until(self, path: str, stop: Callable[[], bool]) -> Iterator[None]:
        """Ask about a document until `stop` says so, then raise Interrupted."""
        with ExitStack() as stack:
            for snapshot in self.snapshots(path):
                stack.enter_context(interruptible(snapshot, stop))
            yield

    def check(self, path: str) -> tuple[Finding, ...]:
        """What the projects of a document find in it."""
        return agreed([home.check(path) for home in self.homes_of(path) if not home.silent] or [()])

    def look_at_the_rest(self, stop: Callable[[], bool]) -> bool:
        """Bring all projects up to date, until `stop` says so; whether something was looked at."""
        looked = False
        for home in self._homes():
            snapshot = home.project.snapshot()
            found = findings_of(snapshot, home.config)
            while found.pending(snapshot) and not stop():
                looked = True
                found.update(snapshot, stop=stop)
        return looked

    def is_behind(self) -> bool:
        """Whether there is something left to look at."""
        return any(Findings.pending(home.project.snapshot()) for home in self._homes())

    def _homes(self) -> list[Home]:
        """Those of the folders, and of documents that belong to none."""
        return list(dict.fromkeys([*self.homes(), *(home for homes in self._buffers.values() for home in homes)]))

    def companions(self, path: str) -> tuple[Companion, ...]:
        """What is said in a document about findings elsewhere in its projects, in files that need not be open."""
        found: dict[object, Companion] = {}
        for home in self._buffers.get(path, ()):
            if not home.silent:
                for one in companions(home.project.snapshot(), path, home.config, first=True):
                    found.setdefault((one.location, one.rule, one.message), one)
        return tuple(found.values())

    def places_beside(self, path: str, finding: Finding) -> list[Location]:
        """The places in a document that a finding of it speaks for."""
        home = self.home_of(path)
        return list(places_beside(home.project.snapshot(), finding)) if home is not None else []

    def parses_at(self, finding: Finding) -> bool:
        """Whether the code at its places parses; else they may lie behind the end of a line, for the moment."""
        places = (finding.location, *(related.location for related in finding.related))
        sources = ((self.source(at.path), at.span.start.line) for at in places)
        blocks = (source.block_at(line) if source is not None else None for source, line in sources)
        return all(block is not None and block.problem is None for block in blocks)

    def link(self, path: str, rule: str) -> str | None:
        """Where to read on about a rule."""
        docs, home = registry().entries[rule].docs, self.home_of(path)
        return docs[0].format(version=home.config.docs_version) if docs and home is not None else None

    def where(self, path: str, location: Location) -> str:
        """`shop/views.py:12`: a place in the project of a document."""
        home = self.home_of(path)
        name = relative_to(location.path, home.project.root) if home is not None else location.path
        return f"{name}:{location.span.start.line + 1}"

    def fixes(self, path: str, finding: Finding) -> tuple[Fix, ...]:
        """The fixes of a finding in the first project of a document that has it, the preferred one first."""
        made = (home.fixes(finding) for home in self._buffers.get(path, ()))
        return next((some for some in made if some is not None), ())

    def fix_all(
        self, path: str, creates: bool, rules: Collection[str] = (), stop: Callable[[], bool] = never
    ) -> FixResult:
        """What the safe fixes of a document change, in all files: those of some rules, or all.

        In a file of several projects those of the first one that has some: they may change what the others find.
        """
        homes = self._buffers[path]
        made = (home.fix_all(path, creates, rules, shared=len(homes) > 1, stop=stop) for home in homes)
        return next((result for result in made if result.applied), FixResult({}, 0))

    def fix_all_folders(self, creates: bool, stop: Callable[[], bool]) -> Iterator[FixResult]:
        """What all safe fixes of each project change. Files of several projects are left alone."""
        for home in self.homes():
            mine = [path for path in home.project.snapshot().paths if self.homes_of(path) == (home,)]
            yield fix_all(home.project, mine, home.config, creates=creates, stop=stop)


def text_of(path: str) -> str | None:
    """A text from disk, if it is one."""
    text = read(path)
    if isinstance(text, Unreadable):
        logger.info("%s is left out: %s", path, text.reason)
        return None
    return text
