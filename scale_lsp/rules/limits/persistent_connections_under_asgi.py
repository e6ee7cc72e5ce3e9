"""See rules/limits/persistent-connections-under-asgi.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.declared import DatabaseConfigured
from scale_lsp.index.settings.databases import engine_of, keeps_connections, max_age
from scale_lsp.index.settings.values import FromEnvironment
from scale_lsp.rule import Context, checks, fixes

POOL = '{"min_size": 2, "max_size": 10, "timeout": 10}'


@checks
def persistent_connections_under_asgi(database: DatabaseConfigured, ctx: Context) -> Iterator[Finding]:
    production, age = database.production, max_age(database.setting)
    if production.server.interface != "asgi" or age is None or not keeps_connections(age):
        return
    engine = engine_of(database.setting)
    if engine == "sqlite3":
        return
    value = age.value.default if isinstance(age.value, FromEnvironment) and age.value.default else age
    installed = production.requirements
    pools = engine in ("postgresql", "postgis") and ctx.django is not None and ctx.django >= (5, 1)
    yield ctx.finding(
        value.site,
        impact=Impact("connections", Growth(0, 1), Growth(1), "requests, one after the other"),
        fixable=Safety.UNSAFE,
        age=value.literal,
        pools=pools and not (installed.complete and not installed.has("psycopg")) and value is age,
    )


@fixes
def close_them(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression

    edits = replace_expression(finding.location.path, finding.location.span, "0")
    return Fix("Set `CONN_MAX_AGE` to 0", Safety.UNSAFE, edits, "every request connects anew until there is a pool")


@fixes
def use_the_pool(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression, set_nested_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    if not finding.values["pools"]:
        return None
    path, span = finding.location.path, finding.location.span
    text = ctx.text(path)
    try:
        edits = (
            *replace_expression(path, span, "0"),
            *set_nested_keys(path, text, span, "OPTIONS", {"pool": POOL}),
        )
    except RewriteRefused:
        return None
    return Fix(
        "Use the pool of Django", Safety.UNSAFE, edits, "needs `psycopg[pool]`; at most 10 connections per process"
    )
