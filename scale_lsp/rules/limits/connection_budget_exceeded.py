"""See rules/limits/connection-budget-exceeded.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.declared import DatabaseConfigured
from scale_lsp.index.deployment.budget import RESERVED, of_server, of_workers, per_process, pool_size
from scale_lsp.index.deployment.server import Server
from scale_lsp.index.settings.databases import engine_of, may_be_pooled, pool_of
from scale_lsp.index.settings.values import Setting
from scale_lsp.rule import Context, checks, fixes


@checks
def connection_budget_exceeded(database: DatabaseConfigured, ctx: Context) -> Iterator[Finding]:
    setting, production = database.setting, database.production
    if engine_of(setting) not in ("postgresql", "postgis") or database.pooled or database.condition:
        return
    pool = pool_of(setting)
    if pool is None and may_be_pooled(setting):
        return
    yield from _waiting(pool, production.servers, ctx)
    counted = {server: n for server in production.servers if (n := of_server(server, pool)) is not None}
    workers = of_workers(production.commands)
    total, limit = sum(counted.values()) + workers, ctx.options.db_max_connections
    if not counted or total <= limit - RESERVED:
        return
    engine = setting.get("ENGINE")
    if engine is None:
        return
    parts = " + ".join(
        (*(_formula(server, pool) for server in counted), *([f"{workers} of Celery"] if workers else []))
    )
    what = f"{parts} = {total:,} connections to the database, which accepts {limit:,}: requests fail beyond that"
    related = [Related(ctx.location(s.site), f"{counted[s]:,} connections") for s in counted if s.site is not None]
    yield ctx.finding(engine.site, related=related, what=what)


def _formula(server: Server, pool: Setting | None) -> str:
    hosts = f"{server.replicas} × " if server.replicas > 1 else ""
    each = per_process(server, pool)
    kind = "in the pool" if pool else "greenlets" if server.worker_class in ("gevent", "eventlet") else "threads"
    return f"{hosts}{server.processes} processes × {each:,} {kind}"


def _waiting(pool: Setting | None, servers: tuple[Server, ...], ctx: Context) -> Iterator[Finding]:
    """A pool that is smaller than the number of threads which share it."""
    size = pool_size(pool)
    threads = max((server.threads or 0 for server in servers if server.interface == "wsgi"), default=0)
    if pool is None or size is None or threads <= size:
        return
    what = f"{threads} threads share a pool of {size} connections: the others wait until one is free"
    yield ctx.finding(pool.site, fixable=Safety.UNSAFE, what=what, threads=threads)


@fixes
def size_the_pool(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression

    threads = finding.values.get("threads")
    if threads is None:
        return None
    code = f'{{"min_size": 2, "max_size": {threads}}}'
    edits = replace_expression(finding.location.path, finding.location.span, code)
    return Fix(f"A pool of {threads} connections", Safety.UNSAFE, edits, "more connections to the database")
