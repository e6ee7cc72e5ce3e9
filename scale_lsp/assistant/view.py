"""A project as somebody asks about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.endpoints import Endpoint, endpoints
from scale_lsp.engine.outline import around
from scale_lsp.engine.priority import by_priority
from scale_lsp.finding import Finding
from scale_lsp.flow.definitions import definitions
from scale_lsp.index.project import Project, Snapshot
from scale_lsp.text.folders import relative_to
from scale_lsp.text.positions import Location, Span


@dataclass(frozen=True)
class View:
    """One project at the moment of a question: while there is a view of it, its texts stay what they are."""

    project: Project
    config: Config
    folder: str = ""
    """Its folder, where several projects have one root."""
    stop: Callable[[], bool] = lambda: False
    """Says that something is more urgent than the answer: then it is Interrupted."""

    @property
    def id(self) -> str:
        """What a conversation knows it by."""
        return self.folder or self.project.root

    @property
    def snapshot(self) -> Snapshot:
        return self.project.snapshot()

    @cached_property
    def findings(self) -> list[Finding]:
        """All findings, those to look at first before the others."""
        found = (finding for path in self.snapshot.paths for finding in check(self.snapshot, path, self.config))
        return by_priority(found, self.config)

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """What starts code, the most expensive first."""
        return endpoints(self.snapshot, self.config)

    def endpoints_at(self, path: str) -> list[Endpoint]:
        """What answers at the path of a URL: the route that is it, else those that could be it."""
        exact = [e for e in self.endpoints if any(_same_path(route, path) for route in e.routes)]
        return exact or [e for e in self.endpoints if any(_fits(route, path) for route in e.routes)]

    def findings_of(self, endpoint: Endpoint) -> list[Finding]:
        """What one endpoint meets, by priority, less what lies in another: the two only share what they read."""
        mine = self._bodies[endpoint.location]
        others = [body for body in self._bodies.values() if body != mine]
        theirs = [f for f in endpoint.findings if not any(_holds(other, f.location) for other in others)]
        return by_priority(theirs, self.config)

    @cached_property
    def _bodies(self) -> Mapping[Location, Location]:
        """Of each endpoint all of the function or class that it is in."""
        found = {}
        for location in {endpoint.location for endpoint in self.endpoints}:
            inside = around(self.snapshot, location.path, location.span.start.line)
            found[location] = inside.location if inside is not None else location
        return found

    @cached_property
    def names(self) -> Mapping[str, list[tuple[str, str]]]:
        """What the project defines, by the last part of its name in lower case: (path, qualified name)."""
        found: dict[str, list[tuple[str, str]]] = {}
        for path in self.snapshot.paths:
            known = definitions(self.snapshot, path)
            for name in (*known.functions, *known.classes) if known is not None else ():
                found.setdefault(name.rpartition(".")[2].lower(), []).append((path, name))
        return found

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The paths by their names in lower case."""
        return {self.name(path).lower(): path for path in self.snapshot.paths}

    def name(self, path: str) -> str:
        """A path as people write it: seen from the root of the project."""
        return relative_to(path, self.project.root)

    def path(self, name: str) -> str:
        """The path of a name."""
        return name if name.startswith("/") else f"{self.project.root.rstrip('/')}/{name}"

    def place(self, location: Location) -> str:
        """`shop/views.py:12`."""
        return f"{self.name(location.path)}:{location.span.start.line + 1}"

    def problems(self) -> Iterator[tuple[Location, str]]:
        """Where files are not in order, with the reason: what is said of them may lack something."""
        for path in self.snapshot.paths:
            source = self.snapshot.source(path)
            for problem in source.problems[:1] if source else ():
                yield Location(path, Span(problem.position, problem.position)), problem.message


def _holds(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.span.contains(inner.span.start)


def _same_path(route: str, path: str) -> bool:
    return route.strip("/").lower() == path.strip("/").lower()


def _fits(route: str, path: str) -> bool:
    """`/orders/5` for `/orders/<int:pk>/`."""
    pattern = "".join("[^/]+" if part.startswith("<") else re.escape(part) for part in re.split(r"(<[^>]*>)", route))
    return re.fullmatch(pattern.rstrip("/") + "/?", path, re.I) is not None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a finding is called between two questions: its rule, and where it was. Lines and columns count from one."""

    rule: str
    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.rule}@{self.file}:{self.line}:{self.column}"

    @classmethod
    def of(cls, finding: Finding, view: View) -> Reference:
        start = finding.location.span.start
        return cls(finding.rule, view.name(finding.location.path), start.line + 1, start.column + 1)

    @classmethod
    def parse(cls, text: str) -> Reference | None:
        match = re.fullmatch(r"([a-z0-9-]+)@(.+):(\d{1,9}):(\d{1,9})", text)
        return cls(match[1], match[2], int(match[3]), int(match[4])) if match else None

    def find(self, view: View) -> Finding | None:
        """The finding that is there now; when lines were added above it, the only one of its rule in the file."""
        alike = [f for f in view.findings if f.rule == self.rule and view.name(f.location.path) == self.file]
        there = [finding for finding in alike if Reference.of(finding, view) == self]
        return there[0] if there else alike[0] if len(alike) == 1 else None
