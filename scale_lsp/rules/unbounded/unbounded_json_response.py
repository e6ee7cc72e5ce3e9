"""See rules/unbounded/unbounded-json-response.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.bounds import grows, impact_of, label_of
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import Answer, QuerysetUsed
from scale_lsp.rule import Context, checks, fixes


@checks
def unbounded_json_response(used: QuerysetUsed, ctx: Context) -> Iterator[Finding]:
    origin = used.origin
    given = [one for one in used.answers if one.how is Answer.JSON and grows(one.query, ctx)]
    if not given or not origin.edited or not origin.site.path.endswith(".py"):
        return
    entries = [entry for one in given for entry in one.query.entries]
    yield ctx.finding(
        origin.site,
        related=[Related(ctx.location(one.site), "all rows are written here") for one in given],
        impact=impact_of(origin.model, ctx.options.slice_limit, ctx),
        rare=all(one.query.cached for one in given),
        fixable=Safety.UNSAFE,
        model=ctx.graph.models[origin.model].name,
        label=label_of(origin.model, ctx),
        views=frozenset(name for entry in entries for name in (entry.name, entry.name.partition(".")[0])),
        order=("pk",) if given[0].query.ordering == () else (),
    )


@fixes
def paginate(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.pagination import paginate_list
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values, size = finding.location.path, finding.location.span, finding.values, ctx.options.page_size
    try:
        edits = paginate_list(path, ctx.text(path), span, values["views"], size, values["order"])
    except RewriteRefused:
        return None
    reason = f"an answer has {size} rows, and `num_pages` beside them; clients ask for `?page=2`"
    return Fix(f"Paginate by {size}", Safety.UNSAFE, edits, reason)


@fixes
def cut_short(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.pagination import cap_list
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, limit = finding.location.path, finding.location.span, ctx.options.slice_limit
    try:
        edits = cap_list(path, ctx.text(path), span, limit, finding.values["order"])
    except RewriteRefused:
        return None
    reason = "the shape of the answer stays, the other rows are left out"
    return Fix(f"Answer with the first {limit}: `[:{limit}]`", Safety.UNSAFE, edits, reason)
