"""See rules/unbounded/order-by-random.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Growth, Impact
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.rule import Context, checks

_WORDS = {
    "shuffle": 'The database reads and sorts all rows of `{model}` for `order_by("?")`, each time',
    "draw": "This fetches all rows of `{model}` to draw some of them",
}


@checks
def order_by_random(reduced: RowsReduced, ctx: Context) -> Iterator[Finding]:
    if reduced.how not in _WORDS:
        return
    model = ctx.graph.models[reduced.model]
    rows = Impact("rows", Growth(0, 1), Growth(1), f"rows of {model.name}")
    yield ctx.finding(
        reduced.site,
        impact=rows if reduced.how == "draw" else None,
        rare=reduced.cached,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        what=_WORDS[reduced.how].format(model=model.name),
    )
