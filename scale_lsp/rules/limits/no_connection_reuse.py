"""See rules/limits/no-connection-reuse.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.declared import DatabaseConfigured
from scale_lsp.index.settings.databases import is_server, max_age, may_be_pooled
from scale_lsp.index.settings.values import Known, Mapped
from scale_lsp.rule import Context, checks, fixes

KEPT = {"CONN_MAX_AGE": "60", "CONN_HEALTH_CHECKS": "True"}
URL = {"conn_max_age": "60", "conn_health_checks": "True"}
_THREADS = frozenset({"", "sync", "gthread"})
_SERVERLESS = ("zappa", "mangum", "apig-wsgi", "serverless-wsgi")


@checks
def no_connection_reuse(database: DatabaseConfigured, ctx: Context) -> Iterator[Finding]:
    production, setting = database.production, database.setting
    server, installed = production.server, production.requirements
    if server.interface != "wsgi" or server.worker_class not in _THREADS or any(map(installed.has, _SERVERLESS)):
        return
    if not is_server(setting, installed.has) or database.pooled or may_be_pooled(setting):
        return
    age, engine = max_age(setting), setting.get("ENGINE")
    by_url = engine is not None and isinstance(engine.site.node, ast.Call) and engine.site == setting.site
    if engine is None or not _closes(setting.value, age is None, by_url, age.value if age else None):
        return
    yield ctx.finding(
        engine.site,
        impact=Impact("connections", Growth(0, 1), Growth(1), "requests of one worker thread"),
        fixable=Safety.UNSAFE,
        by_url=by_url,
    )


def _closes(database: object, unset: bool, by_url: bool, age: object) -> bool:
    """Whether connections are surely closed: nothing is said, or 0. A URL may say more, unless it is read without."""
    if unset:
        return isinstance(database, Mapped) and not database.open
    return by_url and age == Known(0)


@fixes
def keep_connections(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import add_keywords, set_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    text = ctx.text(path)
    try:
        edits = add_keywords(path, text, span, URL) if finding.values["by_url"] else set_keys(path, text, span, KEPT)
    except RewriteRefused:
        return None
    reason = "processes × threads connections stay open between requests"
    return Fix("Keep connections for 60 seconds", Safety.UNSAFE, edits, reason)
