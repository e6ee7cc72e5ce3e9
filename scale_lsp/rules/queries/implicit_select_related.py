"""See rules/queries/implicit-select-related.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding
from scale_lsp.flow.facts import RelationNamed
from scale_lsp.orm.fields import FieldKind
from scale_lsp.rule import Context, checks


@checks
def implicit_select_related(named: RelationNamed, ctx: Context) -> Iterator[Finding]:
    if named.name is not None or named.method != "select_related":
        return
    model = ctx.graph.models[named.model]
    keys = [r for r in model.forward.values() if r.kind in (FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE)]
    joined = ", ".join(f"`{r.name}`" for r in keys if not r.null) or "none"
    skipped = ", ".join(f"`{r.name}`" for r in keys if r.null) or "none"
    yield ctx.finding(named.site, model=model.name, joined=joined, skipped=skipped)
