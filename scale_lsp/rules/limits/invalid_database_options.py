"""See rules/limits/invalid-database-options.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import DatabaseConfigured
from scale_lsp.index.settings.values import Known, Mapped, Setting, truth
from scale_lsp.rule import Context, checks, fixes

POSTGRESQL = ("django.db.backends.postgresql", "django.contrib.gis.db.backends.postgis")
DJANGOS = (*POSTGRESQL, *(f"django.db.backends.{name}" for name in ("mysql", "sqlite3", "oracle")))
SIZES = {"MAX_CONNS": "max_size", "MIN_CONNS": "min_size"}
"""Options of django-db-geventpool, and what they are called in a pool of psycopg."""
FOREIGN = frozenset(
    {
        *("max_conns", "min_conns", "reuse_conns", "max_connections", "min_connections", "max_overflow", "recycle"),
        *("pool_size", "pool_options", "pool_timeout", "pool_recycle", "pool_pre_ping"),
        *("conn_max_age", "conn_health_checks", "atomic_requests", "autocommit", "disable_server_side_cursors"),
    }
)
"""What other packages, or Django one level higher, call theirs; no driver has such an option."""


@checks
def invalid_database_options(database: DatabaseConfigured, ctx: Context) -> Iterator[Finding]:
    setting = database.setting
    engine, options = setting.get("ENGINE"), setting.get("OPTIONS")
    if engine is None or engine.string not in DJANGOS or options is None or not isinstance(options.value, Mapped):
        return
    wrong = [key for key, _ in options.value.items if _unknown(key, engine.string)]
    if wrong:
        key = next(value.target or value.site for name, value in options.value.items if name == wrong[0])
        sizes = {
            name: value.literal
            for name, value in options.value.items
            if name in SIZES and isinstance(value.literal, int)
        }
        yield ctx.finding(
            key,
            fixable=Safety.UNSAFE,
            key=wrong[0],
            reason="is no option of the driver: the first query fails, and every other",
            wrong=wrong,
            pool=sizes if engine.string in POSTGRESQL and _can_pool(database, ctx) else {},
            age=_age(setting),
        )
    elif engine.string.endswith("sqlite3"):
        yield from _too_new(options, ctx)
    elif engine.string in POSTGRESQL and (pool := options.get("pool")) is not None:
        yield from _pool(pool, database, ctx)


def _unknown(key: str, engine: str) -> bool:
    return key.lower() in FOREIGN or (key.isupper() and engine in POSTGRESQL)


def _can_pool(database: DatabaseConfigured, ctx: Context) -> bool:
    installed = database.production.requirements
    return ctx.django is not None and ctx.django >= (5, 1) and not (installed.complete and not installed.has("psycopg"))


def _age(setting: Setting) -> Setting | None:
    """CONN_MAX_AGE where it keeps connections open."""
    age = setting.get("CONN_MAX_AGE")
    return age if age is not None and isinstance(age.value, Known) and age.value.value != 0 else None


def _too_new(options: Setting, ctx: Context) -> Iterator[Finding]:
    for name in ("transaction_mode", "init_command"):
        option = options.get(name)
        if option is not None and ctx.django is not None and ctx.django < (5, 1):
            reason = "is an option of SQLite since Django 5.1 only: the first query raises TypeError"
            site = option.target or option.site
            yield ctx.finding(site, fixable=Safety.UNSAFE, key=name, reason=reason, wrong=[name], pool={}, age=None)


def _pool(pool: Setting, database: DatabaseConfigured, ctx: Context) -> Iterator[Finding]:
    """https://docs.djangoproject.com/en/6.1/ref/databases/#connection-pool"""
    installed, site, age = database.production.requirements, pool.target or pool.site, _age(database.setting)
    if truth(pool.value) is False:
        return
    reason = ""
    if ctx.django is not None and ctx.django < (5, 1):
        reason = "needs Django 5.1: the first query raises ProgrammingError"
    elif (
        installed.complete and not installed.has("psycopg") and any(map(installed.has, ("psycopg2", "psycopg2-binary")))
    ):
        reason = "needs psycopg 3: with psycopg2 the first query raises ImproperlyConfigured"
    elif installed.complete and installed.has("psycopg") and not _has_pool(database):
        reason = "needs the package `psycopg-pool`, which no requirements file names: write `psycopg[pool]`"
        yield ctx.finding(site, key="pool", reason=reason)
        return
    if reason:
        yield ctx.finding(site, fixable=Safety.UNSAFE, key="pool", reason=reason, wrong=["pool"], pool={}, age=None)
    elif age is not None:
        where = age.target or age.site
        reason = "and a pool exclude each other: the first query raises ImproperlyConfigured"
        yield ctx.finding(
            where, fixable=Safety.UNSAFE, key="CONN_MAX_AGE", reason=reason, wrong=["CONN_MAX_AGE"], pool={}, age=None
        )


def _has_pool(database: DatabaseConfigured) -> bool:
    installed = database.production.requirements
    return installed.has("psycopg", "pool") or installed.has("psycopg-pool")


@fixes
def take_out(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import remove_key, replace_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    wrong, pool, age = (finding.values[name] for name in ("wrong", "pool", "age"))
    text = ctx.text(path)
    try:
        if pool:
            sizes = ", ".join(f'"{SIZES[name]}": {size}' for name, size in sorted(pool.items(), reverse=True))
            edits = replace_keys(path, text, span, wrong, {"pool": f"{{{sizes}}}"})
            if age is not None:
                edits += remove_key(path, text, ctx.location(age.site).span, "CONN_MAX_AGE")
            return Fix(
                "Use the pool of Django", Safety.UNSAFE, edits, "the database is reached, over so many connections"
            )
        edits = replace_keys(path, text, span, wrong, {})
    except RewriteRefused:
        return None
    names = ", ".join(f"`{name}`" for name in wrong)
    return Fix(f"Take {names} out", Safety.UNSAFE, edits, "the database is reached, without what they meant to limit")
