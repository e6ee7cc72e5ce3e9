"""What both GraphQL libraries have in common."""

from __future__ import annotations

from scale_lsp.index.names import Names


def loads_in_batches(names: Names) -> bool:
    """Whether some file imports an optimizer or a data loader: then nobody can say what is asked for row by row."""
    return any(
        word in f"{imported.module}.{imported.name}".lower().replace("_", "")
        for module in names.modules.values()
        for imported in module.imports.values()
        for word in ("optimizer", "dataloader")
    )
