"""The numbers that rules and hovers go by, with their defaults. `scale_lsp.config` lets the user set each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """Set in `[tool.scale-lsp]` under the same names with dashes."""

    target_users: int = 1000
    requests_per_user_per_minute: float = 2.0
    """Of a user who is on the site; for estimates of capacity."""
    default_rows: int = 100
    """Rows that a loop is assumed to visit."""
    default_table_rows: int = 10_000
    """Rows of a table whose size is not configured."""
    small_table_rows: int = 200
    """A table of at most so many rows may be read as a whole."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """`app.Model` to the rows of its table."""
    page_size: int = 20
    max_page_size: int = 100
    slice_limit: int = 100
    index_min_rows: int = 1000
    index_max_per_model: int = 6
    cache_ttl: int = 300
    """Seconds."""
    http_timeout_s: int = 10
    email_timeout_s: int = 10
    websocket_max_connections: int = 1000
    db_max_connections: int = 100
    db_rtt_ms: float = 1.0
    """The round trip to the database."""
    query_goal: int = 10

    def table_rows(self, label: str) -> int | None:
        """The rows of a model's table, by its `app.Model` label in any case; None when the user has not said."""
        wanted = label.lower()
        return next((n for name, n in self.rows.items() if name.lower() == wanted), None)

    def is_small(self, label: str) -> bool:
        """Whether the user has said that a table is small."""
        rows = self.table_rows(label)
        return rows is not None and rows <= self.small_table_rows
