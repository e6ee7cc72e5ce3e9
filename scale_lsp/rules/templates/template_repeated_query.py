"""See rules/templates/template-repeated-query.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import QueryRun, TemplateQueries
from scale_lsp.rule import Context, checks, fixes


@checks
def template_repeated_query(fact: TemplateQueries, ctx: Context) -> Iterator[Finding]:
    for i, asked in enumerate(fact.runs):
        others = (run for j, run in enumerate(fact.runs) if j > i and not fact.exclude_each_other(i, j))
        visit = next((run for run in others if _fetches_again(asked, run)), None)
        if visit is None or asked.repeated or visit.repeated or asked.cached:
            continue
        model = ctx.graph.models[asked.model]
        related = asked.relation is not None
        yield ctx.finding(
            asked.site,
            related=[Related(ctx.location(visit.site), "the rows are fetched here")],
            impact=Impact("queries", Growth(2), Growth(1), "pages"),
            fixable=Safety.SAFE,
            asked=asked.site.text,
            visited=visit.site.text,
            model=model.name,
            label=f"{model.app_label}.{model.name}",
            advice="keep them with `{% with %}`" if related else "the rows that are fetched have the answer",
            again=visit.site if related else None,
            name=asked.relation or "",
        )


def _fetches_again(asked: QueryRun, visit: QueryRun) -> bool:
    """Whether a later loop fetches the rows that are asked for here, although one query would do."""
    if visit.method != "iterate" or (asked.model, asked.sliced, asked.bound) != (
        visit.model,
        visit.sliced,
        visit.bound,
    ):
        return False
    before, behind = asked.site.text.partition("|")[0], visit.site.text
    if asked.relation is None:
        return asked.origin == visit.origin and before in (f"{behind}.exists", f"{behind}.count")
    manager = behind.removesuffix(".all")
    same = asked.relation == visit.relation and manager != behind and asked.every_lookup and visit.every_lookup
    return (
        same and before in (behind, f"{manager}.exists", f"{manager}.count") and bool(re.fullmatch(r"[\w.]+", manager))
    )


@fixes
def ask_once(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.template_queries import keep_rows, use_rows

    path, span, values = finding.location.path, finding.location.span, finding.values
    text = ctx.text(path)
    try:
        if values["again"] is None:
            return Fix("Use the rows that are fetched", Safety.SAFE, use_rows(path, text, span))
        edits = keep_rows(path, text, span, ctx.location(values["again"]).span, values["name"])
    except RewriteRefused:
        return None
    return Fix(f"Keep the rows with `{{% with {values['name']}=… %}}`", Safety.SAFE, edits)
