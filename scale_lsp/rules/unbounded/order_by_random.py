"""See rules/unbounded/order-by-random.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit, Location

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
        fixable=Safety.UNSAFE if _edits(ctx.location(reduced.site), reduced.how, ctx) else None,
        rare=reduced.cached,
        how=reduced.how,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        what=_WORDS[reduced.how].format(model=model.name),
    )


_REASONS = {
    "shuffle": "the rows come in the order of their table, not at random; the keys of all are fetched for it",
    "draw": "a row that is deleted between the two queries is missing, and one alone raises DoesNotExist; several come "
    "in the order of their table",
}


@fixes
def draw_among_the_keys(finding: Finding, ctx: Context) -> Fix | None:
    how = finding.values["how"]
    edits = _edits(finding.location, how, ctx)
    return Fix("Draw among the primary keys", Safety.UNSAFE, edits, _REASONS[how]) if edits else None


def _edits(place: Location, how: str, ctx: Context) -> tuple[Edit, ...]:
    from scale_lsp.rewrite.draws import draw_keys, sample_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    rewrite = draw_keys if how == "draw" else sample_keys
    try:
        return rewrite(place.path, ctx.text(place.path), place.span)
    except RewriteRefused:
        return ()
