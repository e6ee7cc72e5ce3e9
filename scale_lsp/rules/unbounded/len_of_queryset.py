"""See rules/unbounded/len-of-queryset.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.rule import Context, checks, fixes


@checks
def len_of_queryset(reduced: RowsReduced, ctx: Context) -> Iterator[Finding]:
    if reduced.how != "len":
        return
    model = ctx.graph.models[reduced.model]
    yield ctx.finding(
        reduced.site,
        impact=Impact("rows", Growth(0, 1), Growth(1), f"rows of {model.name}"),
        fixable=Safety.SAFE,
        rare=reduced.cached,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        rows=ctx.location(reduced.rows).span,
    )


@fixes
def count_in_the_database(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.reductions import count_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    try:
        edits = count_rows(path, ctx.text(path), span, finding.values["rows"])
    except RewriteRefused:
        return None
    return Fix("Count in the database with `count()`", Safety.SAFE, edits)
