"""See rules/writes/get-or-create-in-loop.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.writes import BATCH, has_hooks, has_parent_table, listed, related_loop, skipped
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowWritten
from scale_lsp.index.models import Model
from scale_lsp.index.roles import Role
from scale_lsp.orm.fields import FieldKind
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit, Location

_QUERIES = {"get_or_create": (1, 4), "update_or_create": (4, 6)}
"""Statements for a row that is there and for one that is new, in a transaction, with their savepoints."""
_COLUMNS = (FieldKind.COLUMN, FieldKind.FOREIGN_KEY, FieldKind.ONE_TO_ONE)


@checks
def get_or_create_in_loop(written: RowWritten, ctx: Context) -> Iterator[Finding]:
    if written.method not in _QUERIES:
        return
    model = ctx.graph.models[written.model]
    if has_hooks(model, ctx, "save", "pre_save", "post_save"):
        return  # the loop is there to call them
    there, new = _QUERIES[written.method]
    loop = ctx.location(written.loop)
    possible = written.alone and not has_parent_table(model, ctx) and bool(_edits(loop, model, ctx))
    yield ctx.finding(
        written.site,
        related=related_loop(written, ctx),
        impact=Impact("queries", Growth(0, there), Growth(1), f"{written.words}, all there already"),
        fixable=Safety.UNSAFE if possible else None,
        rare=written.cached or written.roles == {Role.COMMAND},
        method=written.method,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        words=written.words,
        there=there,
        new=new,
        symbol=model.symbol,
        loop=loop if possible else None,
    )


@fixes
def upsert(finding: Finding, ctx: Context) -> Fix | None:
    loop, updates = finding.values["loop"], finding.values["method"] == "update_or_create"
    model = ctx.graph.models[finding.values["symbol"]]
    if loop is None:
        return None
    left_out = skipped(model, ctx, "save")
    conflict = (
        "`unique_fields` is for PostgreSQL and SQLite: MySQL and MariaDB refuse it, Oracle the whole"
        if updates
        else "rows that break any other constraint may be left out without an error; Oracle refuses it"
    )
    reasons = [f"bulk_create() does not call {listed(left_out)}"] if left_out else []
    what = "updated" if updates else "left as they are"
    title = f"Create the rows with `bulk_create(batch_size={BATCH})`; those that are there are {what}"
    return Fix(title, Safety.UNSAFE, _edits(loop, model, ctx), "; ".join([*reasons, conflict]))


def _edits(loop: Location, model: Model, ctx: Context) -> tuple[Edit, ...]:
    """The edits; none where the columns that rows are looked up by are not surely unique."""
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.upserts import upsert_rows

    own = [field for field in model.fields.values() if field.kind in _COLUMNS]
    columns = {field.name: field.name for field in own}
    columns |= {f"{field.name}_id": field.name for field in own if field.target is not None}
    stamps = [field.name for field in own if field.auto_now]
    try:
        return upsert_rows(
            loop.path, ctx.text(loop.path), loop.span, model.name, columns, _unique(model, ctx), stamps, BATCH
        )
    except RewriteRefused:
        return ()


def _unique(model: Model, ctx: Context) -> list[frozenset[str]]:
    """Sets of columns of which no two rows have the same values. A NULL is the same as nothing."""
    indexes = ctx.graph.indexes(model.symbol)
    several = [frozenset(index.fields) for index in indexes.all if index.unique and index.sure and index.plain]
    single = [
        frozenset((field.name,))
        for field in model.fields.values()
        if field.unique or field.kind is FieldKind.ONE_TO_ONE
    ]
    known = {name: field for name, field in model.fields.items() if not field.null}
    return [names for names in (*single, *several) if names and names <= known.keys()]
