"""See rules/unbounded/listview-without-pagination.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.common.bounds import grows, impact_of, label_of
from scale_lsp.common.pages import counting_all, in_template
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import Answer, QuerysetUsed, RowsAnswered
from scale_lsp.flow.loaded import Tri
from scale_lsp.index.names import Symbol
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit, Location


@checks
def listview_without_pagination(used: QuerysetUsed, ctx: Context) -> Iterator[Finding]:
    views: dict[object, list[RowsAnswered]] = {}
    for answer in used.answers:
        if answer.how is Answer.LIST_VIEW:
            views.setdefault(answer.view, []).append(answer)
    for view, answers in views.items():
        if _is_only_a_base(answers[0].view, used, ctx):
            continue
        shown = [run for run in used.runs if run.method == "iterate" and in_template(run) and not run.paged]
        if not shown or not all(a.paged is Tri.NO and grows(a.query, ctx) for a in answers):
            continue
        first = answers[0]
        model = ctx.graph.models[first.query.model]
        unordered = first.query.ordering == ()
        overridden = first.view is not None and ctx.graph.classes.owner_of(first.view, "get_queryset") is not None
        yield ctx.finding(
            first.site,
            related=[Related(ctx.location(run.site), f"every `{model.name}` is shown here") for run in shown],
            impact=impact_of(first.query.model, ctx.options.page_size + 1, ctx),
            fixable=Safety.UNSAFE,
            view=first.site.text.partition("(")[0] if view is None else first.view.name,  # type: ignore[union-attr]
            model=model.name,
            label=label_of(first.query.model, ctx),
            order=unordered and not overridden,
            queryset=ctx.location(used.origin.site) if unordered and overridden and used.origin.edited else None,
            unordered=unordered,
            loop=ctx.location(shown[0].site),
            uses=tuple((ctx.location(run.site), run.site.text) for run in used.runs if in_template(run)),
            configured=first.site.text.endswith(")") and not first.site.text.startswith("class"),
        )


def _is_only_a_base(view: Symbol | None, used: QuerysetUsed, ctx: Context) -> bool:
    """Whether no URLconf names a view, and others that derive from it show the same queryset: they are looked at."""
    if view is None or ctx.graph.roles.is_routed(view):
        return False
    others = {answer.view for answer in used.answers if answer.view is not None and answer.view != view}
    return any(view in ctx.graph.classes.info(other).ancestors for other in others)


@fixes
def paginate_with_links(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.page_links import add_page_links
    from scale_lsp.rewrite.snippet import RewriteRefused

    loop: Location = finding.values["loop"]
    if "page_obj" in ctx.text(loop.path):
        return None
    try:
        links = add_page_links(loop.path, ctx.text(loop.path), loop.span, "page_obj")
        edits = (*_paginated(finding, ctx), *links)
    except RewriteRefused:
        return None
    name, size = loop.path.rpartition("/")[2], ctx.options.page_size
    reason = f"a page shows {size} rows; the links carry no other parameters"
    return Fix(f"Add `paginate_by = {size}`, and page links to {name}", Safety.UNSAFE, edits, reason)


@fixes
def paginate(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.snippet import RewriteRefused

    try:
        edits = _paginated(finding, ctx)
    except RewriteRefused:
        return None
    size = ctx.options.page_size
    has_links = "page_obj" in ctx.text(finding.values["loop"].path)
    reason = f"a page shows {size} rows" + ("" if has_links else " and the template has no links to the others yet")
    return Fix(f"Add `paginate_by = {size}`", Safety.UNSAFE, edits, reason)


def _paginated(finding: Finding, ctx: Context) -> tuple[Edit, ...]:
    from scale_lsp.rewrite.declarations import declare_attributes
    from scale_lsp.rewrite.keywords import set_keyword
    from scale_lsp.rewrite.snippet import RewriteRefused

    values, path, span = finding.values, finding.location.path, finding.location.span
    text, size = ctx.text(path), ctx.options.page_size
    counts = tuple(counting_all(values["uses"], "paginator"))
    if values["configured"]:
        if values["unordered"]:
            raise RewriteRefused("it has no order")
        return (*set_keyword(path, text, span, "paginate_by", str(size)), *counts)
    statements = [*(['ordering = ["pk"]'] if values["order"] else []), f"paginate_by = {size}"]
    edits = declare_attributes(path, text, span, statements)
    if values["unordered"] and not values["order"]:
        edits += _ordered(values["queryset"], ctx)
    return (*edits, *counts)


def _ordered(queryset: Location | None, ctx: Context) -> tuple[Edit, ...]:
    from scale_lsp.rewrite.snippet import RewriteRefused, append_call

    if queryset is None:
        raise RewriteRefused("there is nothing to order")
    return append_call(queryset.path, ctx.text(queryset.path), queryset.span, '.order_by("pk")')
