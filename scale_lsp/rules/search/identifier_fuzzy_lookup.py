"""See rules/search/identifier-fuzzy-lookup.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.indexes import label
from scale_lsp.common.searches import is_identifier, is_indexed, is_small
from scale_lsp.finding import Finding, Fix, Growth, Impact, Safety
from scale_lsp.flow.databases import vendor
from scale_lsp.flow.searches import IN_ANOTHER_CASE
from scale_lsp.flow.surveys import TextSearched
from scale_lsp.rule import Context, checks, fixes

_REASON = "finds only the whole value, written as it is stored"


@checks
def identifier_fuzzy_lookup(search: TextSearched, ctx: Context) -> Iterator[Finding]:
    if not search.one or search.declared or is_small(search, ctx):
        return
    model = ctx.graph.models[search.model]
    for column in search.columns:
        if not is_identifier(column) or column.lookup.endswith("regex"):
            continue
        other_case = column.lookup in IN_ANOTHER_CASE
        if other_case and (vendor(ctx.snapshot) == "mysql" or is_indexed(column, ctx)):
            continue
        whole = column.lookup == "iexact"
        yield ctx.finding(
            column.site,
            impact=Impact("scanned rows", Growth(0, 1), Growth(1), f"rows of {model.name}"),
            fixable=None if whole else Safety.UNSAFE,
            rare=whole,
            lookup=column.path,
            model=model.name,
            label=label(model),
            problem="compares without regard to case" if whole else "can match somebody else's",
            exact=column.path.removesuffix(f"__{column.lookup}"),
        )


@fixes
def compare_the_whole_value(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.keywords import rename_keyword
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, exact = finding.location.path, finding.values["exact"]
    try:
        edits = rename_keyword(path, ctx.text(path), finding.location.span, finding.values["lookup"], exact)
    except RewriteRefused:
        return None
    return Fix(f"Compare the whole `{exact}`", Safety.UNSAFE, edits, _REASON)
