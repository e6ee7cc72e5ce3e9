"""See rules/limits/sqlite-under-concurrency.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import DatabaseConfigured, ProductionSettings
from scale_lsp.index.settings.databases import writes_ahead
from scale_lsp.index.settings.values import Setting, Unset, text_of
from scale_lsp.rule import Context, checks, fixes

TUNED = {
    "transaction_mode": '"IMMEDIATE"',
    "timeout": "20",
    "init_command": '"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"',
}
"""https://docs.djangoproject.com/en/6.1/ref/databases/#sqlite-transaction-behavior"""


_NOT_WRITTEN = (":memory:", "mode=memory", "mode=ro", "immutable=1")
"""https://www.sqlite.org/uri.html"""


@checks
def sqlite_under_concurrency(database: DatabaseConfigured, ctx: Context) -> Iterator[Finding]:
    production, engine = database.production, database.setting.get("ENGINE")
    if database.condition or engine is None or not (engine.string or "").endswith(".sqlite3"):
        return
    if not production.has_application or production.server.single or not isinstance(_routers(production), Unset):
        return
    if _in_memory_or_read_only(database.setting) or writes_ahead(database.setting):
        return
    yield ctx.finding(
        engine.site,
        fixable=Safety.UNSAFE if ctx.django and ctx.django >= (5, 1) else Safety.MANUAL,
        who=f"with {production.server.processes} processes"
        if production.server.processes
        else "with several processes",
        alias=database.alias,
    )


def _routers(production: ProductionSettings) -> object:
    return production.value("DATABASE_ROUTERS")


def _in_memory_or_read_only(database: Setting) -> bool:
    name = database.get("NAME")
    text = text_of(name.value) if name else ""
    return any(said in text for said in _NOT_WRITTEN)


@fixes
def begin_with_the_lock(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import set_nested_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    if ctx.django is None or ctx.django < (5, 1):
        return None
    path, span = finding.location.path, finding.location.span
    try:
        edits = set_nested_keys(path, ctx.text(path), span, "OPTIONS", TUNED)
    except RewriteRefused:
        return None
    reason = (
        "transactions wait for the write lock when they begin; the write-ahead log adds two files beside the database"
    )
    return Fix("Begin transactions with the write lock, in WAL mode", Safety.UNSAFE, edits, reason)


POSTGRESQL = """{
    "ENGINE": "django.db.backends.postgresql",
    "NAME": os.environ["DB_NAME"],
    "USER": os.environ["DB_USER"],
    "PASSWORD": os.environ["DB_PASSWORD"],
    "HOST": os.environ.get("DB_HOST", "localhost"),
    "PORT": os.environ.get("DB_PORT", "5432"),
}"""


@fixes
def use_postgresql(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_dictionary
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_import

    path, span = finding.location.path, finding.location.span
    text = ctx.text(path)
    try:
        edits = (
            *replace_dictionary(path, text, span, POSTGRESQL),
            *add_import(path, text, "os"),
        )
    except RewriteRefused:
        return None
    reason = "install psycopg, set the variables, move the rows; raw SQL and the case of `contains` lookups differ"
    return Fix("Use PostgreSQL, named by environment variables", Safety.MANUAL, edits, reason)
