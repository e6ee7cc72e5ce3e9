"""What both GraphQL libraries have in common."""

from __future__ import annotations

from scale_lsp.index.names import Kind, Names
from scale_lsp.index.shape import Name, Shape


def outside(names: Names, path: str, shape: Shape) -> str:
    """The qualified name of something outside the project, "" for anything else."""
    found = names.resolve(path, shape.dotted) if isinstance(shape, Name) else None
    return found.name if found is not None and found.kind is Kind.EXTERNAL else ""


def loads_in_batches(names: Names) -> bool:
    """Whether some file imports an optimizer or a data loader: then nobody can say what is asked for row by row."""
    return any(
        word in f"{imported.module}.{imported.name}".lower().replace("_", "")
        for module in names.modules.values()
        for imported in module.imports.values()
        for word in ("optimizer", "dataloader")
    )
