"""See rules/caching/session-backend-load.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.index.settings.values import Setting, Unset
from scale_lsp.rule import Context, checks, fixes

MIDDLEWARE = "django.contrib.sessions.middleware.SessionMiddleware"
DATABASE = "django.contrib.sessions.backends.db"
CACHED = "django.contrib.sessions.backends.cached_db"
_SHARED = (".RedisCache", ".PyMemcacheCache", ".PyLibMCCache", ".MemcachedCache")


@checks
def session_backend_load(production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    middleware = production.get("MIDDLEWARE")
    if middleware is None or not any(item.literal == MIDDLEWARE for item in middleware.items()):
        return
    every = production.get("SESSION_SAVE_EVERY_REQUEST")
    engine = production.get("SESSION_ENGINE")
    in_database = engine is None or engine.literal == DATABASE
    if every is not None and every.literal is True and (in_database or (engine and engine.literal == CACHED)):
        yield ctx.finding(
            every.site,
            impact=Impact("queries", Growth(0, 2), Growth(0), "requests with a session"),
            fixable=Safety.UNSAFE,
            what="Every request with a session writes it to the database, changed or not: two queries more",
            engine=None,
        )
    if in_database and _has_shared_cache(production):
        yield ctx.finding(
            engine.site if engine else production.site,
            impact=Impact("queries", Growth(0, 1), Growth(0), "requests with a session"),
            fixable=Safety.UNSAFE,
            what="Every request with a session reads it from the database; `cached_db` reads it from the cache",
            engine=engine or False,
        )


def _has_shared_cache(production: ProductionSettings) -> bool:
    caches = production.get("CACHES")
    default = caches.get("default") if caches else None
    backend = default.get("BACKEND") if default else None
    alias = production.value("SESSION_CACHE_ALIAS")
    return backend is not None and (backend.string or "").endswith(_SHARED) and isinstance(alias, Unset)


@fixes
def read_from_the_cache(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_statement, remove_statement

    path, span, engine = finding.location.path, finding.location.span, finding.values["engine"]
    text = ctx.text(path)
    try:
        if engine is None:
            edits = remove_statement(path, text, span)
            reason = "a session ends a fixed time after its last change, not after the last visit"
            return Fix("Save sessions when they change", Safety.UNSAFE, edits, reason)
        if isinstance(engine, Setting):
            edits = replace_expression(path, span, f'"{CACHED}"')
        else:
            edits = add_statement(path, text, span, f'SESSION_ENGINE = "{CACHED}"')
    except RewriteRefused:
        return None
    return Fix("Read sessions through the cache", Safety.UNSAFE, edits, "sessions are looked up in the cache first")
