"""See rules/schema/data-migration-under-lock.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.locks import lock
from scale_lsp.finding import Finding, Related
from scale_lsp.flow.facts.migrations import DataInTransaction
from scale_lsp.rule import Context, checks


@checks
def data_migration_under_lock(data: DataInTransaction, ctx: Context) -> Iterator[Finding]:
    altered = Related(ctx.location(data.altered), "the lock is taken here")
    yield from lock(data.operation, ctx, related=[altered], function=data.function)
