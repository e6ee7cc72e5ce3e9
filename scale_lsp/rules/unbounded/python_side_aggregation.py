"""See rules/unbounded/python-side-aggregation.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.rule import Context, checks, fixes

_WORDS = {
    "sum": ("add up a column", "aggregate(Sum(…))"),
    "min": ("find the smallest value", "aggregate(Min(…))"),
    "max": ("find the largest value", "aggregate(Max(…))"),
    "count": ("count those that match", "filter(…).count()"),
    "any": ("see whether one matches", "filter(…).exists()"),
    "groups": ("count them by a column", "values_list(…).annotate(Count(…))"),
    "distinct": ("collect the values of a column", "values_list(…).distinct()"),
}
_BY_VALUE = ("distinct", "groups")
"""What leaves a row for each value, which may be as many as there are rows."""
_REASONS = {
    "sum": "the database adds with its own numbers, which can differ in type and rounding",
    "min": "the result is None where there are no rows, and NULL and text are compared by the database's rules",
    "max": "the result is None where there are no rows, and NULL and text are compared by the database's rules",
}
_COMPARES = "the database compares NULL and text by its own rules"


@checks
def python_side_aggregation(reduced: RowsReduced, ctx: Context) -> Iterator[Finding]:
    if reduced.how not in _WORDS:
        return
    if reduced.how in _BY_VALUE and "F(" in reduced.column:
        return
    model = ctx.graph.models[reduced.model]
    purpose, call = _WORDS[reduced.how]
    fixed = Growth(0, 1) if reduced.how in _BY_VALUE else Growth(1)
    yield ctx.finding(
        reduced.site,
        impact=Impact("rows", Growth(0, 1), fixed, f"rows of {model.name}"),
        fixable=Safety.UNSAFE,
        rare=reduced.cached,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        purpose=purpose,
        call=call,
        rows=ctx.location(reduced.rows).span,
        how=reduced.how,
        column=reduced.column,
        conditions=reduced.conditions,
        into=reduced.into,
    )


@fixes
def aggregate_in_the_database(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.reductions import aggregate_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values = finding.location.path, finding.location.span, finding.values
    try:
        edits = aggregate_rows(
            path,
            ctx.text(path),
            span,
            values["rows"],
            values["how"],
            values["column"],
            values["conditions"],
            values["into"],
        )
    except RewriteRefused:
        return None
    return Fix(
        f"Ask the database with `{values['call']}`", Safety.UNSAFE, edits, _REASONS.get(values["how"], _COMPARES)
    )
