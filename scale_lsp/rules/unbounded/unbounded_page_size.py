"""See rules/unbounded/unbounded-page-size.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.surveys import PageSizeOpen
from scale_lsp.rule import Context, checks, fixes


@checks
def unbounded_page_size(found: PageSizeOpen, ctx: Context) -> Iterator[Finding]:
    yield ctx.finding(
        found.site,
        fixable=Safety.UNSAFE,
        name=found.name,
        parameter=found.parameter,
        attribute=found.attribute,
    )


@fixes
def limit(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.declarations import declare_attributes
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, attribute, most = finding.location.path, finding.location.span, finding.values["attribute"], ctx.options
    statement = f"{attribute} = {most.max_page_size}"
    try:
        edits = declare_attributes(path, ctx.text(path), span, [statement])
    except RewriteRefused:
        return None
    reason = f"clients that ask for more get {most.max_page_size} rows"
    return Fix(f"Add `{statement}`", Safety.UNSAFE, edits, reason)
