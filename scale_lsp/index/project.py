"""The workspace: the only mutable thing. It turns changed texts into immutable snapshots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from scale_lsp.index import dependencies
from scale_lsp.index.dependencies import (
    MIGRATIONS,
    NEW_MIGRATIONS,
    PATHS,
    Dependency,
    Reads,
    bases,
    body,
    defined,
    file,
    module,
    name,
    named,
)
from scale_lsp.index.graph import SHIPPED_ROOT, ModelGraph
from scale_lsp.index.linking import changes, link
from scale_lsp.index.summary import ModuleSummary, changed_classes, changed_names, defined_in, resummarise, summarise
from scale_lsp.orm.builtin_models import MODULES
from scale_lsp.text.blocks import Block, replaced
from scale_lsp.text.folding import Trees
from scale_lsp.text.jinja import read_template
from scale_lsp.text.migrations import MigrationFile, is_migration
from scale_lsp.text.plain import TextFile, is_plain
from scale_lsp.text.positions import NewFile, Span
from scale_lsp.text.records import replace
from scale_lsp.text.source import SourceFile
from scale_lsp.text.template import is_template

File = SourceFile | TextFile


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All files at one moment. `memo` outlives snapshots: what upper layers derive, keyed by what it depends on."""

    root: str
    sources: Mapping[str, File]
    graph: ModelGraph
    memo: dict[Any, Any] = field(compare=False)
    reads: Reads = field(compare=False)
    """Notes what is read of the project."""
    trees: Trees = field(compare=False)
    """The functions whose syntax trees are there."""
    revision: int = 0
    changes: Sequence[set[Dependency]] = field(default=(), compare=False)
    """What has changed with each revision, this one the last; older ones are forgotten after a while.

    What is derived from the project as a whole is added to the last when somebody asks for it (`index/derived.py`).
    """

    @property
    def paths(self) -> Collection[str]:
        self.reads.note(PATHS)
        return [path for path in self.sources if not path.startswith(f"/{SHIPPED_ROOT}/")]

    def source(self, path: str) -> File | None:
        self.reads.note_file(path)
        return self.sources.get(path)

    def beside(self, files: Iterable[NewFile]) -> Snapshot:
        """The same moment with files that are about to be written. The model graph does not know them."""
        return replace(self, sources={**self.sources, **{new.path: parsed(new.path, new.text) for new in files}})

    def changed_since(self, revision: int) -> Set[Dependency] | None:
        """What is not as it was in an earlier snapshot; None when that is not known any more."""
        behind = self.revision - revision
        if not 0 <= behind <= len(self.changes):
            return None
        if behind == 1:
            return self.changes[-1]
        return frozenset[Dependency]().union(*self.changes[len(self.changes) - behind :]) if behind else frozenset()


def parsed(path: str, text: str, is_new: bool = False) -> File:
    """The file, as what its name says it is; what has an unknown name is taken for Python. `is_new`: a migration is."""
    if is_plain(path):
        return TextFile(path, text)
    if is_migration(path):
        return MigrationFile(path, text, is_new)
    return read_template(path, text) if is_template(path) else SourceFile.parse(path, text)


@cache
def _shipped() -> tuple[Mapping[str, SourceFile], Mapping[str, ModuleSummary]]:
    """What Django brings along, the same in all projects: the files, and what they say."""
    paths = {f"/{SHIPPED_ROOT}/{name}": text for name, text in MODULES.items()}
    sources = {path: SourceFile.parse(path, text) for path, text in paths.items()}
    return sources, {path: summarise(source.items) for path, source in sources.items()}


_REMEMBERED = 100
"""Revisions whose changes are known."""


class Project:
    """Texts in, snapshots out. Not thread-safe: one owner calls it."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/") or "/"
        sources, summaries = _shipped()
        self._sources: dict[str, File] = {**sources}
        self._summaries: dict[str, ModuleSummary] = {**summaries}
        self._graph: ModelGraph | None = None
        self._snapshot: Snapshot | None = None
        self._memo: dict[Any, Any] = {}
        self._reads = Reads()
        self.trees = Trees()
        self._relinks = False
        self._old_migrations: Collection[str] | None = None
        self._changed: set[Dependency] = set()
        self._changes: tuple[set[Dependency], ...] = ()
        self._revision = 0

    def put(self, path: str, text: str) -> None:
        """A new file, or a file with a wholly new text."""
        known = self._sources.get(path)
        if known is None or known.text != text:
            new = known.rewritten(text) if isinstance(known, SourceFile) else parsed(path, text, self._is_new(path))
            self._replace(path, new)

    def edit(self, path: str, span: Span, text: str) -> None:
        """Replace a span of a known file."""
        self._replace(path, self._sources[path].edited(span, text))

    def remove(self, path: str) -> None:
        before = self._sources.pop(path, None)
        if before is not None:
            self._differs(path, before, None)
            self._says(path, None)

    def know_migrations(self, old: Collection[str] | None) -> None:
        """Which migrations have been there for a while: rules look at all others. None: it is not known, at none."""
        self._old_migrations = old
        for path, known in list(self._sources.items()):
            if isinstance(known, MigrationFile) and known.is_new != self._is_new(path):
                self._replace(path, parsed(path, known.text, self._is_new(path)))

    def _is_new(self, path: str) -> bool:
        return self._old_migrations is not None and is_migration(path) and path not in self._old_migrations

    @property
    def texts(self) -> dict[str, str]:
        """The texts that were put, by their paths."""
        return {path: one.text for path, one in self._sources.items() if not path.startswith(f"/{SHIPPED_ROOT}/")}

    def snapshot(self) -> Snapshot:
        if self._snapshot is None:
            graph = self._graph
            if graph is None or self._relinks:
                self._graph = link(dict(self._summaries), self.root, self._reads, graph, self._changed)
                self._changed.update(changes(graph, self._graph) if graph is not None else ())
                graph, self._relinks = self._graph, False
            if self._revision:  # before the first one there is nothing to compare with
                self._changes = (*self._changes[1 - _REMEMBERED :], self._changed)
            self._revision += 1
            self._changed = set()
            self._snapshot = Snapshot(
                self.root,
                dict(self._sources),
                graph,
                self._memo,
                self._reads,
                self.trees,
                self._revision,
                self._changes,
            )
        return self._snapshot

    def _replace(self, path: str, source: File) -> None:
        before = self._sources.get(path)
        self._sources[path] = source
        self._differs(path, before, source)
        if isinstance(source, SourceFile):
            known = self._summaries.get(path)
            summary = resummarise(known, before, source)
            if summary is not known:
                self._says(path, summary)

    def _differs(self, path: str, before: File | None, after: File | None) -> None:
        self._snapshot = None
        self._changed.add(file(path))
        if is_migration(path):
            self._changed.add(MIGRATIONS)
        if any(isinstance(one, MigrationFile) and one.is_new for one in (before, after)):
            self._changed.add(NEW_MIGRATIONS)
        if (before is None or after is None) and not is_migration(path):  # these are looked for by themselves
            self._changed.add(PATHS)
        gone, come = _exchanged(before, after)
        self._changed |= gone
        self.trees.replace(gone, come)
        self._changed.update(self._reads.changed_words(path, (line for one in (*gone, *come) for line in one.lines)))
        if isinstance(after, SourceFile):
            self._changed.update(self._reads.changed_words(path, after.retold))
            if isinstance(before, SourceFile):
                self._changed.update(defined(path, name) for one in (*gone, *come) for name in defined_in(one))

    def _says(self, path: str, summary: ModuleSummary | None) -> None:
        """What a file says to the others is new."""
        known = self._summaries.pop(path, None)
        if summary is not None:
            self._summaries[path] = summary
        if known is None or summary is None:
            self._changed.update(map(named, path.removesuffix(".py").split("/")))
        if known is not summary:
            before, after = known or ModuleSummary(), summary or ModuleSummary()
            self._changed.update(name(path, one) for one in changed_names(before, after))
            for one, derives_anew in changed_classes(before, after):
                self._changed.add(body(path, one))
                self._changed |= {bases(path, one)} if derives_anew else set()
            self._changed |= {dependencies.MODULES, module(path)}
            self._relinks = True


def _exchanged(before: File | None, after: File | None) -> tuple[set[Block], set[Block]]:
    """The blocks of a file that are gone in its next version, and those that have come."""
    old, new = (one.blocks if one is not None else () for one in (before, after))
    if (different := replaced(old, new)) is not None:
        old, new = tuple(one for one, _ in different), tuple(one for _, one in different)
    return set(old).difference(new), set(new).difference(old)


__all__ = ["Block", "Project", "Snapshot"]
