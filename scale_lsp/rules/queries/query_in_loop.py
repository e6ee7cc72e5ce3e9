"""See rules/queries/query-in-loop.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Growth, Impact, Related
from scale_lsp.flow.facts import QueriesInLoop, QueryInLoop
from scale_lsp.rule import Context, checks


@checks
def query_in_loop(fact: QueriesInLoop, ctx: Context) -> Iterator[Finding]:
    runs = fact.certain
    if not runs or fact.summaries:
        return
    first = runs[0]
    model = ctx.graph.models[first.model]
    yield ctx.finding(
        fact.site,
        related=[
            *(
                Related(ctx.location(r.query), f"the query on {r.model.name} runs here")
                for r in runs
                if r.query != r.site
            ),
            Related(ctx.location(first.loop), "this loop repeats it"),
        ],
        impact=Impact("queries", Growth(0, len(runs)), Growth(1), first.rows),
        rare=all(run.cached for run in runs),
        query=_described(first),
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        rows=first.rows,
        advice=_advice(first),
    )


def _described(run: QueryInLoop) -> str:
    what = f"`{run.relation}.{run.method}()`" if run.relation else f"`{run.model.name}` `{run.method}()`"
    if run.method == "iterate":
        what = f"a query on `{run.relation or run.model.name}`"
    return f"{what} in {run.via[-1]}()" if run.via else what


def _advice(run: QueryInLoop) -> str:
    if not run.depends:
        return "it asks for the same thing each time: move it out of the loop"
    if run.relation:
        return "use `Prefetch(queryset=…, to_attr=…)` on the outer queryset"
    return "fetch all rows first with `in_bulk()` or `filter(…__in=…)` and look them up in a dictionary"
