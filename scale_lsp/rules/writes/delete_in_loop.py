"""See rules/writes/delete-in-loop.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.writes import has_parent_table, is_seldom, listed, related_loop, skipped
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowWritten
from scale_lsp.index.models import Model
from scale_lsp.rule import Context, checks, fixes


@checks
def delete_in_loop(written: RowWritten, ctx: Context) -> Iterator[Finding]:
    if written.method != "delete" or written.on not in ("row", "fetched"):
        return
    model = ctx.graph.models[written.model]
    if ctx.graph.classes.owner_of(model.symbol, "delete") is not None:
        return  # the loop is there to call it
    left_out = skipped(model, ctx, "delete")
    reason = f"the queryset's delete() does not call {listed(left_out)}" if left_out else ""
    fixable = Safety.UNSAFE if reason else Safety.SAFE
    without = f", but does not call {listed(left_out)}" if left_out else ", and still sends the signals"
    yield ctx.finding(
        written.site,
        related=related_loop(written, ctx),
        impact=Impact("queries", Growth(1, 1), Growth(1), written.words) if _is_single(model, ctx) else None,
        fixable=fixable if written.alone else None,
        rare=is_seldom(written),
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        words=written.words,
        without=without,
        loop=ctx.location(written.loop).span,
        reason=reason,
    )


def _is_single(model: Model, ctx: Context) -> bool:
    """Whether a row can go without a look at other tables and without signals: one statement each."""
    points_here = any(relation.target is not None for relation in model.reverse.values())
    many = any(relation.arity.value == "many" for relation in model.forward.values())
    heard = ctx.graph.receivers.of(model.symbol, "pre_delete", "post_delete")
    return not (points_here or many or heard or has_parent_table(model, ctx))


@fixes
def delete_at_once(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.row_writes import delete_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, values = finding.location.path, finding.values
    try:
        edits = delete_rows(path, ctx.text(path), values["loop"])
    except RewriteRefused:
        return None
    return Fix(
        "Delete all rows with `delete()` of the queryset", finding.fixable or Safety.UNSAFE, edits, values["reason"]
    )
