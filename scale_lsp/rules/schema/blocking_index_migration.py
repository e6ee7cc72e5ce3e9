"""See rules/schema/blocking-index-migration.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.locks import lock
from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.databases import only_postgresql
from scale_lsp.flow.facts.migrations import IndexCreated
from scale_lsp.rule import Context, checks, fixes

_REASON = (
    "the migration runs outside of a transaction: one that fails leaves an invalid index, which is to be dropped before"
    " the migration runs again"
)


@checks
def blocking_index_migration(created: IndexCreated, ctx: Context) -> Iterator[Finding]:
    fixable = Safety.UNSAFE if created.alone and only_postgresql(ctx.snapshot) else None
    what = f"`{created.index}`" if created.index else "it"
    of = f"the index {what}" if created.operation.kind == "AddIndex" else f"an index on {what}"
    yield from lock(created.operation, ctx, fixable=fixable, what=of)


@fixes
def create_it_beside_writes(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.concurrently import concurrently
    from scale_lsp.rewrite.snippet import RewriteRefused

    path = finding.location.path
    try:
        edits = concurrently(path, ctx.text(path))
    except RewriteRefused:
        return None
    return Fix("Create the indexes concurrently", Safety.UNSAFE, edits, _REASON)
