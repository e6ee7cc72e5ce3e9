"""See rules/unbounded/python-side-filter-or-sort.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.rule import Context, checks, fixes

_COMPARES = "the database compares NULL and text by its own rules"
_SLICES = "a slice of a queryset takes no negative numbers"


@checks
def python_side_filter_or_sort(reduced: RowsReduced, ctx: Context) -> Iterator[Finding]:
    if reduced.how not in ("filter", "head"):
        return
    model = ctx.graph.models[reduced.model]
    keeps = "those that match" if reduced.how == "filter" else "the first few"
    yield ctx.finding(
        reduced.site,
        impact=Impact(
            "rows", Growth(0, 1), Growth(0, 1) if reduced.how == "filter" else Growth(1), f"rows of {model.name}"
        ),
        fixable=Safety.SAFE if reduced.how == "head" and reduced.sure else Safety.UNSAFE,
        rare=reduced.cached,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        keeps=keeps,
        call=_call(reduced),
        reason=_COMPARES if reduced.ordering or reduced.how == "filter" else _SLICES,
        rows=ctx.location(reduced.rows).span,
        conditions=reduced.conditions,
        ordering=reduced.ordering,
    )


def _call(reduced: RowsReduced) -> str:
    if reduced.how == "filter":
        return "filter(…)"
    return f'order_by("{reduced.ordering}")[…]' if reduced.ordering else "[…]"


@fixes
def choose_in_the_database(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.reductions import choose_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values = finding.location.path, finding.location.span, finding.values
    try:
        edits = choose_rows(path, ctx.text(path), span, values["rows"], values["conditions"], values["ordering"])
    except RewriteRefused:
        return None
    safety = finding.fixable or Safety.UNSAFE
    reason = "" if safety is Safety.SAFE else values["reason"]
    return Fix(f"Choose the rows in the database with `{values['call']}`", safety, edits, reason)
