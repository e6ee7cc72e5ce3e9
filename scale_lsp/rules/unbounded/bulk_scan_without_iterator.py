"""See rules/unbounded/bulk-scan-without-iterator.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.facts import RowsReduced
from scale_lsp.index.roles import Role
from scale_lsp.rule import Context, checks, fixes

CHUNK = 2000
_IN_BULK = frozenset({Role.TASK, Role.COMMAND})


@checks
def bulk_scan_without_iterator(reduced: RowsReduced, ctx: Context) -> Iterator[Finding]:
    roles = {entry.role for entry in reduced.entries if entry.role is not Role.CODE}
    if reduced.how != "scan" or not roles or not roles <= _IN_BULK:
        return
    model = ctx.graph.models[reduced.model]
    yield ctx.finding(
        reduced.site,
        impact=Impact("memory", Growth(0, 1), Growth(CHUNK), f"rows of {model.name}"),
        fixable=Safety.SAFE,
        rare=reduced.cached,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        chunk=CHUNK,
    )


@fixes
def stream_the_rows(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.reductions import stream_rows
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    try:
        edits = stream_rows(path, ctx.text(path), span, CHUNK)
    except RewriteRefused:
        return None
    return Fix(f"Stream the rows with `iterator(chunk_size={CHUNK})`", Safety.SAFE, edits)
