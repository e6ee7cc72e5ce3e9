"""See rules/schema/missing-index.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.indexes import added, added_and_migrated, finding_of, is_worth_it
from scale_lsp.finding import Finding, Fix
from scale_lsp.flow.facts import IndexLacking
from scale_lsp.rule import Context, checks, fixes


@checks
def missing_index(lacking: IndexLacking, ctx: Context) -> Iterator[Finding]:
    if lacking.missing and is_worth_it(lacking, ctx):
        columns = [column.lstrip("-") for column in lacking.key]
        yield finding_of(lacking, ctx, lacking.declared.fields.get(columns[0], lacking.declared.site))


@fixes
def add_the_index_and_migrate(finding: Finding, ctx: Context) -> Fix | None:
    return added_and_migrated(finding, ctx)


@fixes
def add_the_index(finding: Finding, ctx: Context) -> Fix | None:
    return added(finding, ctx)
