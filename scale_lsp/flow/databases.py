"""The database that a project runs on, told by its settings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scale_lsp.flow.declared import DatabaseConfigured, DeclaredFact, told
from scale_lsp.index.project import Snapshot

_ENGINES = {"postgresql": "postgresql", "postgis": "postgresql", "mysql": "mysql", "sqlite3": "sqlite"}


def vendor(snapshot: Snapshot) -> str | None:
    """`postgresql`, `mysql` or `sqlite`, as the default database is one of them in production; None if not known."""
    return told(snapshot, "vendor", _of_default)


def _of_default(facts: Iterable[DeclaredFact]) -> str | None:
    found = {_vendor(fact) for fact in facts if isinstance(fact, DatabaseConfigured) and fact.alias == "default"}
    return found.pop() if len(found) == 1 else None


def _vendor(database: DatabaseConfigured) -> str | None:
    engine = database.setting.get("ENGINE")
    name = (engine.string or "").rpartition(".")[2] if engine else ""
    return _ENGINES.get(name)


_ANOTHER = re.compile(r"sqlite|mysql|oracle", re.I)


def only_postgresql(snapshot: Snapshot) -> bool:
    """Whether production runs on PostgreSQL, and no settings of the project speak of another database: what one of
    them alone can do fails elsewhere.
    """
    sources = (snapshot.sources[path] for path in snapshot.graph.names.modules)
    others = any("DATABASES" in source.text and _ANOTHER.search(source.text) for source in sources)
    return vendor(snapshot) == "postgresql" and not others
