"""See rules/queries/query-in-loop.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Growth, Impact, Related
from scale_lsp.flow.facts import QueriesInLoop, QueryInLoop
from scale_lsp.flow.loaded import Tri
from scale_lsp.rule import Context, checks


@checks
def query_in_loop(fact: QueriesInLoop, ctx: Context) -> Iterator[Finding]:
    runs = [run for run in fact.queries if _certain(run)]
    if fact.in_while or not runs:
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


def _certain(run: QueryInLoop) -> bool:
    """Queries through other functions count when they clearly serve rows; loops that write per row have other costs."""
    if run.prefetched is not Tri.NO:
        return False
    if not run.depends:
        return not run.via and not run.writes and run.over_rows
    if run.via:
        near = 4 if run.relation else 2
        return run.over_rows and not run.writes and len(run.via) <= near
    return True


def _described(run: QueryInLoop) -> str:
    what = f"`{run.relation}.{run.method}()`" if run.relation else f"`{run.model.name}` `{run.method}()`"
    if run.method == "iterate":
        what = f"a query on `{run.relation or run.model.name}`"
    return f"{what} in {run.via[-1]}()" if run.via else what


def _advice(run: QueryInLoop) -> str:
    if not run.depends:
        return "it asks for the same thing each time: move it out of the loop"
    if run.method in ("count", "exists", "aggregate"):
        return "annotate the outer queryset, or group in one query"
    if run.relation:
        return "use `Prefetch(queryset=…, to_attr=…)` on the outer queryset"
    return "fetch all rows first with `in_bulk()` or `filter(…__in=…)` and look them up in a dictionary"
