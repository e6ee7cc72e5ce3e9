"""See rules/unbounded/queryset-truthiness.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.rule import Context, checks, fixes

_REASON = "contains() raises an error for an object that is not saved or no row of the model"


@checks
def queryset_truthiness(reduced: RowsReduced, ctx: Context) -> Iterator[Finding]:
    if reduced.how not in ("bool", "in"):
        return
    model = ctx.graph.models[reduced.model]
    looks_for = reduced.how == "in"
    yield ctx.finding(
        reduced.site,
        impact=Impact("rows", Growth(0, 1), Growth(1), f"rows of {model.name}"),
        fixable=Safety.SAFE if reduced.sure else Safety.UNSAFE,
        rare=reduced.cached,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        purpose="look for one of them" if looks_for else "see whether there is one",
        method="contains" if looks_for else "exists",
        rows=ctx.location(reduced.rows).span,
    )


@fixes
def ask_for_one_row(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.reductions import ask_for_a_row
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    try:
        edits = ask_for_a_row(path, ctx.text(path), span, finding.values["rows"])
    except RewriteRefused:
        return None
    safety = finding.fixable or Safety.UNSAFE
    reason = "" if safety is Safety.SAFE else _REASON
    return Fix(f"Ask with `{finding.values['method']}()`", safety, edits, reason)
