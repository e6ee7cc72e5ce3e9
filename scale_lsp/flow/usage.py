"""What the code of a project imports from outside: who uses the cache, channels, a task queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scale_lsp.index.names import Names
from scale_lsp.index.project import Snapshot


@dataclass(frozen=True, slots=True)
class Usage:
    """Qualified names that files import, such as `django.core.cache.cache`, with the first file that does."""

    imports: Mapping[str, str] = field(hash=False)

    def of(self, *names: str) -> str | None:
        """A file that imports one of these, or something below it."""
        for qualified, path in self.imports.items():
            if any(qualified == name or qualified.startswith(f"{name}.") for name in names):
                return path
        return None


def usage(snapshot: Snapshot) -> Usage:
    """The imports of all files that are not tests. Only the top level of files counts, `if` and `try` included."""
    names = snapshot.graph.names
    known: tuple[Names, Usage] | None = snapshot.memo.get("usage")
    if known is not None and known[0] is names:
        return known[1]
    found: dict[str, str] = {}
    for path, summary in names.modules.items():
        for bound in summary.imports.values():
            if not bound.level and names.module(bound.module, path) is None:
                qualified = f"{bound.module}.{bound.name}" if bound.name else bound.module
                found.setdefault(qualified, path)
    snapshot.memo["usage"] = (names, made := Usage(found))
    return made
