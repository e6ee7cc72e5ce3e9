"""Whether a project has to do with Django at all."""

from __future__ import annotations

from scale_lsp.index.project import Snapshot


def uses_django(snapshot: Snapshot) -> bool:
    modules = snapshot.graph.names.modules.values()
    return any(
        imported.level == 0 and imported.module.partition(".")[0] == "django"
        for summary in modules
        for imported in (*summary.imports.values(), *summary.stars)
    )
