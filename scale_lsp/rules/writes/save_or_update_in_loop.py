"""See rules/writes/save-or-update-in-loop.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.writes import BATCH, has_hooks, is_seldom, listed, related_loop, skipped
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowWritten
from scale_lsp.rule import Context, checks, fixes


@checks
def save_or_update_in_loop(written: RowWritten, ctx: Context) -> Iterator[Finding]:
    if written.method != "update" and not (written.method == "save" and written.on in ("row", "fetched")):
        return
    model = ctx.graph.models[written.model]
    if written.method == "save" and has_hooks(model, ctx, "save", "pre_save", "post_save"):
        return  # the loop is there to call them
    left_out = skipped(model, ctx, "save") if written.method == "save" else ()
    stamps = [f for f in model.fields.values() if f.auto_now and f.name not in written.columns and written.stamps]
    one_statement = written.alone and bool(written.values) and all(f.column == "DateTimeField" for f in stamps)
    collected = bool(written.named and written.columns) and ctx.graph.manager(model.symbol, "objects") is not None
    safety = Safety.SAFE if one_statement and not left_out else Safety.UNSAFE
    yield ctx.finding(
        written.site,
        related=related_loop(written, ctx),
        impact=_impact(written, one_statement),
        fixable=safety if one_statement or collected else None,
        rare=is_seldom(written) or bool(left_out),
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        words=written.words,
        advice=_advice(written, one_statement, left_out),
        loop=ctx.location(written.loop).span,
        left_out=left_out,
        values=written.values if one_statement else (),
        stamps=[f.name for f in stamps],
        named=written.named if collected else "",
        columns=written.columns,
    )


def _impact(written: RowWritten, one_statement: bool) -> Impact | None:
    if written.on == "fetched":
        return Impact("queries", Growth(0, 2), Growth(2), written.words)
    if written.on == "manager":
        return Impact("queries", Growth(0, 1), Growth(1), written.words)
    rows = 1 if written.origin is not None else 0
    return Impact("queries", Growth(rows, 1), Growth(1 if one_statement else rows + 1), written.words)


def _advice(written: RowWritten, one_statement: bool, left_out: tuple[str, ...]) -> str:
    without = f", but does not call {listed(left_out)}" if left_out else ""
    if one_statement:
        return f"the new values need no Python, so `update()` is one statement for all{without}"
    if written.method == "update":
        return "fetch the rows, change them and write them with one `bulk_update()`"
    return f"`bulk_update()` behind the loop writes {BATCH} rows in each{without}"


@fixes
def update_at_once(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.row_writes import update_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, values = finding.location.path, finding.values
    if not values["values"]:
        return None
    try:
        edits = update_rows(path, ctx.text(path), values["loop"], values["values"], values["stamps"])
    except RewriteRefused:
        return None
    left_out = values["left_out"]
    reason = f"update() does not call {listed(left_out)}" if left_out else ""
    return Fix("Write all rows with one `update()`", Safety.UNSAFE if reason else Safety.SAFE, edits, reason)


@fixes
def update_in_bulk(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.row_writes import collect_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, values = finding.location.path, finding.values
    if not values["named"]:
        return None
    try:
        edits = collect_rows(
            path, ctx.text(path), values["loop"], finding.location.span, values["named"], values["columns"], BATCH
        )
    except RewriteRefused:
        return None
    stamps = [f"{name} stays as it is (auto_now)" for name in values["stamps"]]
    calls = [f"bulk_update() does not call {listed(values['left_out'])}"] if values["left_out"] else []
    reason = "; ".join([*calls, *stamps, "rows are written when the loop is over, and only these columns"])
    return Fix(f"Write the rows with `bulk_update(batch_size={BATCH})`", Safety.UNSAFE, edits, reason)
