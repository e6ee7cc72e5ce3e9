"""See rules/unbounded/unbounded-view-queryset.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.bounds import grows, impact_of, label_of
from scale_lsp.common.pages import counting_all, counts_all, in_template
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import Answer, QuerysetUsed
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit, Location


@checks
def unbounded_view_queryset(used: QuerysetUsed, ctx: Context) -> Iterator[Finding]:
    origin = used.origin
    shown = [run for run in used.runs if run.method == "iterate" and in_template(run) and grows(run, ctx)]
    listed = [one.query for one in used.answers if one.how is Answer.PAGE]
    shown += [run for run in listed if not counts_all(run) and grows(run, ctx)]
    answers_itself = any(one.how is not Answer.PAGE for one in used.answers)
    if not shown or answers_itself or not origin.edited or not origin.site.path.endswith(".py"):
        return
    model = ctx.graph.models[origin.model]
    yield ctx.finding(
        origin.site,
        related=[Related(ctx.location(run.site), f"every `{model.name}` is shown here") for run in shown],
        impact=impact_of(origin.model, ctx.options.page_size + 1, ctx),
        rare=all(run.cached for run in shown),
        fixable=Safety.UNSAFE,
        model=model.name,
        label=label_of(origin.model, ctx),
        views=frozenset(name for run in shown for e in run.entries for name in (e.name, e.name.partition(".")[0])),
        order=() if shown[0].ordering != () else ("pk",),
        loop=ctx.location(shown[0].site),
        uses=tuple((ctx.location(run.site), run.site.text) for run in (*used.runs, *listed) if in_template(run)),
    )


@fixes
def paginate_with_links(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.page_links import add_page_links
    from scale_lsp.rewrite.snippet import RewriteRefused

    loop: Location = finding.values["loop"]
    name = loop.path.rpartition("/")[2]
    try:
        links = add_page_links(loop.path, ctx.text(loop.path), loop.span)
        edits = (*_paginated(finding, ctx), *links)
    except RewriteRefused:
        return None
    size = ctx.options.page_size
    reason = f"{_reason(size)}; the links carry no other parameters"
    return Fix(f"Paginate by {size}, with page links in {name}", Safety.UNSAFE, edits, reason)


@fixes
def paginate(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.snippet import RewriteRefused

    try:
        edits = _paginated(finding, ctx)
    except RewriteRefused:
        return None
    size = ctx.options.page_size
    reason = f"{_reason(size)} and the template has no links to the others yet"
    return Fix(f"Paginate by {size} in the view alone", Safety.UNSAFE, edits, reason)


@fixes
def cut_short(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.pagination import cap_view
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, limit = finding.location.path, finding.location.span, ctx.options.slice_limit
    try:
        edits = cap_view(path, ctx.text(path), span, limit, finding.values["order"])
    except RewriteRefused:
        return None
    return Fix(f"Show only the first {limit}: `[:{limit}]`", Safety.UNSAFE, edits, "the other rows are not shown")


def _reason(size: int) -> str:
    return f"a page shows {size} rows"


def _paginated(finding: Finding, ctx: Context) -> tuple[Edit, ...]:
    from scale_lsp.rewrite.pagination import paginate_view

    values, path = finding.values, finding.location.path
    edits = paginate_view(
        path, ctx.text(path), finding.location.span, values["views"], ctx.options.page_size, values["order"]
    )
    return (*edits, *counting_all(values["uses"]))
