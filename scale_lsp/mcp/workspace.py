"""The projects that an agent asks about, kept warm between its calls."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from scale_lsp.assistant.proposals import Proposal
from scale_lsp.assistant.view import Reference, View
from scale_lsp.config import ConfigError
from scale_lsp.finding import Finding
from scale_lsp.mcp.roots import Refused, Roots
from scale_lsp.text.positions import Location
from scale_lsp.workspace import Followed, write_all


class Workspace:
    """One project for each root. Calls come on several threads and take turns."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.roots = Roots(folders)
        self._followed = {root: Followed(root, self.roots.belongs) for root in self.roots.folders}
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Look at everything once, so that the first call need not wait for all of it."""
        with suppress(Refused), self.open() as session:
            next(session.findings(), None)

    @contextmanager
    def open(self) -> Iterator[Session]:
        """The projects as they are on disk now. Raises Refused for a configuration that cannot be used."""
        with self._lock:
            for followed in self._followed.values():
                try:
                    followed.refresh()
                except ConfigError as error:
                    raise Refused(str(error)) from error
            yield Session(self.roots, self._followed)


class Session:
    """One call."""

    def __init__(self, roots: Roots, followed: dict[Path, Followed]) -> None:
        self.roots = roots
        self._followed = followed
        self.views = {root: View(each.project, each.config) for root, each in followed.items()}

    @property
    def left_out(self) -> Iterator[tuple[str, str]]:
        """Files about which nothing can be said, or not all, and why."""
        for root, view in self.views.items():
            for path, reason in self._followed[root].left_out.items():
                yield self.name(path), f"left out, {reason}"
            for location, message in view.problems():
                yield self.place(location), message

    def name(self, path: str) -> str:
        """A path as the agent sees it: absolute where several roots would make it ambiguous."""
        return path if len(self.views) > 1 else next(iter(self.views.values())).name(path)

    def below(self, texts: Sequence[str]) -> list[str]:
        """The files that are meant, as prefixes: all of them when there are none. Raises Refused."""
        return [self.roots.confine(text).as_posix() for text in texts]

    def findings(self) -> Iterator[tuple[View, Finding]]:
        """Of all projects, those to look at first before the others."""
        for view in self.views.values():
            for finding in view.findings:
                yield view, finding

    def id(self, view: View, finding: Finding) -> str:
        reference = Reference.of(finding, view)
        return str(Reference(reference.rule, self.name(finding.location.path), reference.line, reference.column))

    def find(self, id: str) -> tuple[View, Finding]:
        """Raises Refused."""
        reference = Reference.parse(id)
        if reference is None:
            raise Refused(f"{id!r} is no id of a finding: `check` gives them")
        path = self.roots.confine(reference.file)
        root = self.roots.owner(path)
        view = self.views[root] if root is not None else next(iter(self.views.values()))
        named = Reference(reference.rule, view.name(path.as_posix()), reference.line, reference.column)
        finding = named.find(view)
        if finding is None:
            raise Refused(f"{id!r} is not there any more: `check` says what is")
        return view, finding

    def place(self, location: Location) -> str:
        return f"{self.name(location.path)}:{location.span.start.line + 1}"

    def apply(self, proposal: Proposal) -> list[str]:
        """Write a change; the names of the files. Raises Refused."""
        result = proposal.result
        paths = [*result.texts, *(new.path for new in result.new_files)]
        for path in paths:
            if not self.roots.may_write(path):
                raise Refused(f"{path} is outside of {self.roots}")
        try:
            write_all(result.texts, result.new_files)
        except OSError as error:
            raise Refused(f"{error.filename}: {error.strerror}") from error
        return [self.name(path) for path in paths]
