"""See rules/schema/constraint-check-under-lock.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.locks import lock
from scale_lsp.finding import Finding
from scale_lsp.flow.facts.migrations import ConstraintChecked
from scale_lsp.rule import Context, checks


@checks
def constraint_check_under_lock(checked: ConstraintChecked, ctx: Context) -> Iterator[Finding]:
    name = f"`{checked.constraint}`" if checked.constraint else "the constraint"
    yield from lock(checked.operation, ctx, name=name)
