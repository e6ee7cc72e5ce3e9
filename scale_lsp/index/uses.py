"""Whether code has to do with Django at all."""

from __future__ import annotations

from collections.abc import Callable

from scale_lsp.index.project import Snapshot


def uses_django(snapshot: Snapshot, below: Callable[[str], bool]) -> bool:
    """Whether some of the files that are meant import it."""
    return any(
        imported.level == 0 and imported.module.partition(".")[0] == "django"
        for path, summary in snapshot.graph.names.modules.items()
        if below(path)
        for imported in (*summary.imports.values(), *summary.stars)
    )
