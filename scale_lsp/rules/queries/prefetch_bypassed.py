"""See rules/queries/prefetch-bypassed.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Growth, Impact, Related
from scale_lsp.flow.facts import QueriesInLoop
from scale_lsp.flow.loaded import Tri
from scale_lsp.rule import Context, checks


@checks
def prefetch_bypassed(fact: QueriesInLoop, ctx: Context) -> Iterator[Finding]:
    run = next((run for run in fact.queries if run.prefetched is Tri.YES and run.relation and run.origin), None)
    if run is None or run.origin is None:
        return
    model = ctx.graph.models[run.origin.model]
    yield ctx.finding(
        fact.site,
        related=[
            Related(ctx.location(run.origin.site), f"`{run.relation}` is prefetched here"),
            *([Related(ctx.location(run.query), "the query runs here")] if run.query != run.site else []),
        ],
        impact=Impact("queries", Growth(2, 1), Growth(2), f"rows of {model.name}"),
        relation=run.relation,
        method="filter" if run.method == "iterate" else run.method,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        advice=_advice(run.method),
    )


def _advice(method: str) -> str:
    if method in ("first", "last", "get", "index"):
        return "order in `Prefetch(queryset=…)` and take `.all()[0]`"
    return "put the condition into `Prefetch(queryset=…, to_attr=…)`, or filter `.all()` in Python"
