"""Names that files assign at their top level, such as settings."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.index.derived import of_modules
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Shape
from scale_lsp.index.summary import ModuleSummary


def assigned(snapshot: Snapshot, name: str) -> Iterator[tuple[str, Shape]]:
    """The files that assign a name, with what they assign."""

    def here(_: Snapshot, path: str, module: ModuleSummary) -> Iterator[tuple[str, Shape]]:
        if (shape := module.assigns.get(name)) is not None:
            yield path, shape

    return of_modules(snapshot, ("assigned", name), here)
