"""What people call kinds of problems: words, and the rules or categories that are meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scale_lsp.engine.registry import registry
from scale_lsp.finding import Finding, Safety, Severity

PROBLEMS = [
    "problem",
    "problems",
    "issue",
    "issues",
    "finding",
    "findings",
    "bug",
    "bugs",
    "bottleneck",
    "bottlenecks",
    "warning",
    "warnings",
]


@dataclass(frozen=True, slots=True)
class Topic:
    title: str
    words: tuple[str, ...]
    rules: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    safety: Safety | None = None

    def covers(self, finding: Finding) -> bool:
        if self.safety is not None:
            return finding.fixable is self.safety
        if self.severities:
            return finding.severity in self.severities
        return finding.rule in self.rules or registry().entries[finding.rule].category in self.categories

    def pages(self) -> list[str]:
        """The rules it is about."""
        entries = registry().entries
        return [slug for slug, e in entries.items() if slug in self.rules or e.category in self.categories]


N_PLUS_ONE = Topic(
    "N+1 queries",
    ("n+1", "n+1 query", "n+1 queries", "n+1 problem", "n+1 problems", "queries in loop", "lazy loading"),
    rules=(
        "related-access-in-loop",
        "per-row-count-or-exists",
        "query-in-loop",
        "prefetch-bypassed",
        "deferred-field-reload",
        "related-object-loaded-for-pk",
    ),
)
TOPICS = (
    N_PLUS_ONE,
    Topic(
        "pages and answers without a limit",
        ("pagination", "paging", "paginate", "unbounded", "unbounded queries", "unlimited", "page size", "memory"),
        categories=("unbounded",),
    ),
    Topic("indexes", ("index", "indexes", "indices", "indexing", "schema", "missing indexes"), categories=("schema",)),
    Topic("caching", ("cache", "caches", "caching", "redis", "session", "sessions"), categories=("caching",)),
    Topic(
        "rate limits and connections",
        (
            "limits",
            "rate limit",
            "rate limits",
            "rate limiting",
            "throttling",
            "throttle",
            "connections",
            "concurrency",
        ),
        categories=("limits",),
    ),
    Topic(
        "settings and deployment",
        ("settings", "setting", "production settings", "deployment", "configuration", "production", "database"),
        categories=("settings", "limits"),
    ),
    Topic("asynchronous code", ("async", "asyncio", "asynchronous", "websocket", "websockets"), categories=("async",)),
    Topic(
        "mail, tasks and remote services",
        ("email", "emails", "mail", "celery", "task", "tasks", "background", "threads", "timeout", "timeouts"),
        categories=("background",),
    ),
    Topic("writes", ("write", "writes", "inserts", "updates", "bulk", "saves", "saving"), categories=("writes",)),
    Topic("searches", ("search", "searches", "searching", "icontains", "lookups"), categories=("search",)),
    Topic("queries", ("query", "queries", "orm", "slow queries", "sql", "loops"), categories=("queries", "templates")),
    Topic("templates", ("template", "templates"), categories=("templates",)),
    Topic("the admin", ("admin",), categories=("admin",)),
    Topic("forms", ("form", "forms", "dropdowns"), categories=("forms",)),
    Topic("errors", ("error", "errors", "critical", "critical problems"), severities=(Severity.ERROR,)),
    Topic("warnings", ("warning", "warnings"), severities=(Severity.WARNING,)),
    Topic(
        "problems with a safe fix",
        ("safe fixes", "safe", "fixable", "quick wins", "easy fixes", "automatic fixes", "autofix"),
        safety=Safety.SAFE,
    ),
)
ALIASES = {
    "sqlite": "sqlite-under-concurrency",
    "sqlite3": "sqlite-under-concurrency",
    "debug": "debug-in-production",
    "locmem": "per-process-cache",
    "locmemcache": "per-process-cache",
    "select_related": "related-access-in-loop",
    "prefetch_related": "related-access-in-loop",
    "in_bulk": "query-in-loop",
    "bulk_create": "create-in-loop",
    "bulk_update": "save-or-update-in-loop",
    "get_or_create": "get-or-create-in-loop",
    "iterator": "bulk-scan-without-iterator",
    "on_commit": "enqueue-inside-transaction",
    "always_eager": "tasks-run-inline",
    "conn_max_age": "no-connection-reuse",
    "cache_page": "cache-page-leaks-user-content",
    "whitenoise": "static-files-not-production-ready",
    "static files": "static-files-not-production-ready",
    "connection pool": "no-connection-reuse",
    "connection pooling": "no-connection-reuse",
    "channel layer": "in-memory-channel-layer",
}
"""What a rule is about, by the name that code or people have for it."""

_BY_WORD = {word: topic for topic in reversed(TOPICS) for word in topic.words}


def topic(text: str) -> Topic | None:
    """`n+1`, `caching problems`, a category of rules."""
    parts = text.split()
    if len(parts) > 1 and parts[-1] in PROBLEMS:
        parts = parts[:-1]
    plain = " ".join(parts)
    if plain in _BY_WORD:
        return _BY_WORD[plain]
    categories = {entry.category for entry in registry().entries.values()}
    return Topic(plain, (plain,), categories=(plain,)) if plain in categories else None


def topic_words() -> Iterable[str]:
    return {part for each in TOPICS for word in each.words for part in word.split()} | set(PROBLEMS)
