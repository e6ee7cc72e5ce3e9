"""See rules/schema/table-rewrite-migration.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.locks import lock
from scale_lsp.finding import Finding
from scale_lsp.flow.facts.migrations import TableRewritten
from scale_lsp.rule import Context, checks


@checks
def table_rewrite_migration(rewritten: TableRewritten, ctx: Context) -> Iterator[Finding]:
    yield from lock(rewritten.operation, ctx, column=rewritten.column, why=rewritten.why)
