"""What both GraphQL libraries have in common."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.index.derived import of_modules
from scale_lsp.index.project import Snapshot
from scale_lsp.index.summary import Import, ModuleSummary


def loads_in_batches(snapshot: Snapshot) -> bool:
    """Whether some file imports an optimizer or a data loader: then nobody can say what is asked for row by row."""
    return any(of_modules(snapshot, "loaders in batches", _loaders))


def _loaders(_: Snapshot, path: str, module: ModuleSummary) -> Iterator[Import]:
    for imported in module.imports.values():
        words = f"{imported.module}.{imported.name}".lower().replace("_", "")
        if "optimizer" in words or "dataloader" in words:
            yield imported
