"""What the rules about migrations share: whose tables are large enough to make others wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scale_lsp.finding import Finding
from scale_lsp.flow.facts.migrations import TableOperation
from scale_lsp.rule import Context

_MANY = 100_000
"""Rows that a database works on for a tenth of a second or more."""


def lock(operation: TableOperation, ctx: Context, **values: Any) -> Iterator[Finding]:
    """A warning where the user has said that the table is large, a remark where nothing is said, else nothing."""
    rows = ctx.options.table_rows(operation.label)
    if rows is None or rows >= _MANY:
        yield ctx.finding(operation.site, rare=rows is None, model=operation.model, label=operation.label, **values)
