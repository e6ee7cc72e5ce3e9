"""The workspace: the only mutable thing. It turns changed texts into immutable snapshots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scale_lsp.index.graph import SHIPPED_ROOT, ModelGraph, link
from scale_lsp.index.summary import ModuleSummary, summarise
from scale_lsp.orm.builtin_models import MODULES
from scale_lsp.text.blocks import Block
from scale_lsp.text.jinja import read_template
from scale_lsp.text.migrations import MigrationFile, is_migration
from scale_lsp.text.plain import TextFile, is_plain
from scale_lsp.text.positions import NewFile, Span
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

    @property
    def paths(self) -> Collection[str]:
        return [path for path in self.sources if not path.startswith(f"/{SHIPPED_ROOT}/")]

    def source(self, path: str) -> File | None:
        return self.sources.get(path)

    def beside(self, files: Iterable[NewFile]) -> Snapshot:
        """The same moment with files that are about to be written. The model graph does not know them."""
        return replace(self, sources={**self.sources, **{new.path: _parsed(new.path, new.text) for new in files}})


def _parsed(path: str, text: str) -> File:
    """The file, as what its name says it is; what has an unknown name is taken for Python."""
    if is_plain(path):
        return TextFile(path, text)
    if is_migration(path):
        return MigrationFile(path, text)
    return read_template(path, text) if is_template(path) else SourceFile.parse(path, text)


def _shipped() -> dict[str, SourceFile]:
    return {
        f"/{SHIPPED_ROOT}/{name}": SourceFile.parse(f"/{SHIPPED_ROOT}/{name}", text) for name, text in MODULES.items()
    }


class Project:
    """Texts in, snapshots out. Not thread-safe: one owner calls it."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/") or "/"
        self._sources: dict[str, File] = {**_shipped()}
        self._summaries: dict[str, ModuleSummary] = {p: summarise(s) for p, s in _shipped().items()}
        self._graph: ModelGraph | None = None
        self._snapshot: Snapshot | None = None
        self._memo: dict[Any, Any] = {}

    def put(self, path: str, text: str) -> None:
        """A new file, or a file with a wholly new text."""
        known = self._sources.get(path)
        if known is None or known.text != text:
            self._replace(path, _parsed(path, text))

    def edit(self, path: str, span: Span, text: str) -> None:
        """Replace a span of a known file."""
        self._replace(path, self._sources[path].edited(span, text))

    def remove(self, path: str) -> None:
        if self._sources.pop(path, None) is not None:
            self._snapshot = None
            if self._summaries.pop(path, None) is not None:
                self._graph = None

    def snapshot(self) -> Snapshot:
        if self._snapshot is None:
            if self._graph is None:
                self._graph = link(self._summaries, self.root)
            self._snapshot = Snapshot(self.root, dict(self._sources), self._graph, self._memo)
        return self._snapshot

    def _replace(self, path: str, source: File) -> None:
        self._sources[path] = source
        self._snapshot = None
        if not isinstance(source, SourceFile):
            return
        summary = summarise(source)
        if summary != self._summaries.get(path):
            self._summaries[path] = summary
            self._graph = None


__all__ = ["Block", "Project", "Snapshot"]
