"""See rules/writes/get-or-create-in-loop.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.writes import has_hooks, related_loop
from scale_lsp.finding import Finding, Growth, Impact
from scale_lsp.flow.facts import RowWritten
from scale_lsp.index.roles import Role
from scale_lsp.rule import Context, checks

_QUERIES = {"get_or_create": (1, 4), "update_or_create": (4, 6)}
"""Statements for a row that is there and for one that is new, in a transaction, with their savepoints."""


@checks
def get_or_create_in_loop(written: RowWritten, ctx: Context) -> Iterator[Finding]:
    if written.method not in _QUERIES:
        return
    model = ctx.graph.models[written.model]
    if has_hooks(model, ctx, "save", "pre_save", "post_save"):
        return  # the loop is there to call them
    there, new = _QUERIES[written.method]
    yield ctx.finding(
        written.site,
        related=related_loop(written, ctx),
        impact=Impact("queries", Growth(0, there), Growth(1), f"{written.words}, all there already"),
        rare=written.cached or written.roles == {Role.COMMAND},
        method=written.method,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        words=written.words,
        there=there,
        new=new,
    )
