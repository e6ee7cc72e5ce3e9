"""See rules/writes/create-in-loop.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.writes import BATCH, has_hooks, has_parent_table, is_seldom, listed, related_loop, skipped
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowWritten
from scale_lsp.rule import Context, checks, fixes

_COMPUTED = "all values are computed before the first row is written"


@checks
def create_in_loop(written: RowWritten, ctx: Context) -> Iterator[Finding]:
    if written.method != "create" and not (written.method == "save" and written.on == "new"):
        return
    model = ctx.graph.models[written.model]
    if model.abstract:
        return
    if has_parent_table(model, ctx) or has_hooks(model, ctx, "save", "pre_save", "post_save"):
        return  # `bulk_create()` refuses a model in two tables, and leaves out what the project does for each row
    left_out = skipped(model, ctx, "save")
    reason = "; ".join(filter(None, ("" if written.sure else _COMPUTED, _reason(left_out))))
    fixable = Safety.UNSAFE if reason else Safety.SAFE
    yield ctx.finding(
        written.site,
        related=related_loop(written, ctx),
        impact=Impact("queries", Growth(0, 1), Growth(1), written.words),
        fixable=fixable if written.alone else None,
        rare=is_seldom(written) or bool(left_out),
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        words=written.words,
        advice=_advice(left_out),
        loop=ctx.location(written.loop).span,
        reason=reason,
    )


def _reason(left_out: tuple[str, ...]) -> str:
    return f"bulk_create() does not call {listed(left_out)}" if left_out else ""


def _advice(left_out: tuple[str, ...]) -> str:
    without = f", but does not call {listed(left_out)}" if left_out else ""
    return f"`bulk_create()` sends {BATCH} rows in each{without}"


@fixes
def create_at_once(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.row_writes import create_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, values = finding.location.path, finding.values
    try:
        edits = create_rows(path, ctx.text(path), values["loop"], values["model"], BATCH)
    except RewriteRefused:
        return None
    return Fix(
        f"Create the rows with `bulk_create(batch_size={BATCH})`",
        finding.fixable or Safety.UNSAFE,
        edits,
        values["reason"],
    )
