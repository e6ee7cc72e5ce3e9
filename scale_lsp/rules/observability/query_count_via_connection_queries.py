"""See rules/observability/query-count-via-connection-queries.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.surveys import QueryLogRead
from scale_lsp.rule import Context, checks, fixes


@checks
def query_count_via_connection_queries(read: QueryLogRead, ctx: Context) -> Iterator[Finding]:
    from scale_lsp.rewrite.query_counts import count_by_wrapper
    from scale_lsp.rewrite.snippet import RewriteRefused

    place = ctx.location(read.site)
    try:
        count_by_wrapper(place.path, ctx.text(place.path), place.span)
        fixable: Safety | None = Safety.UNSAFE
    except RewriteRefused:
        fixable = None
    yield ctx.finding(read.site, fixable=fixable, log=read.site.text, function=read.function)


@fixes
def count_where_all_pass(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.query_counts import count_by_wrapper
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    try:
        edits = count_by_wrapper(path, ctx.text(path), span)
    except RewriteRefused:
        return None
    return Fix("Count with `execute_wrapper`", Safety.UNSAFE, edits, "with DEBUG off, what was 0 becomes the number")
