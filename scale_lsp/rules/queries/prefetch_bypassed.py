"""See rules/queries/prefetch-bypassed.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import QueriesInLoop, QueryInLoop
from scale_lsp.flow.loaded import Tri
from scale_lsp.rule import Context, checks, fixes


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
        fixable=Safety.UNSAFE if _code(run, ctx) else None,
        code=_code(run, ctx),
        origin=run.origin.site,
    )


def _code(run: QueryInLoop, ctx: Context) -> tuple[str, str, str] | None:
    """The attribute that gets the rows, the `Prefetch()` that sets it, and what is read in the loop instead."""
    asked = run.refinement
    if asked is None or asked.relation.target is None or run.via or run.site != run.query or run.origin is None:
        return None
    target = ctx.graph.models[asked.relation.target]
    if ctx.graph.names.resolve(run.site.path, target.name) != target.symbol:
        return None
    if ctx.graph.default_manager(target.symbol).name != "objects" or run.method not in _READ:
        return None
    kind = (
        "ordered" if asked.calls.startswith((".order_by(", ".reverse(")) and ".filter(" not in asked.calls else "chosen"
    )
    attribute = f"{kind}_{asked.relation.name.removesuffix('_set')}"
    model = run.origin.model
    if ctx.graph.field(model, attribute) or ctx.graph.relation(model, attribute):
        return None
    if ctx.graph.classes.owner_of(model, attribute) is not None:
        return None
    calls = asked.calls or ".all()"
    if run.method == "first" and "order_by(" not in calls and not target.ordering:
        calls += '.order_by("pk")'
    queryset = f"{target.name}.objects{calls}"
    prefetch = f'Prefetch("{asked.relation.name}", queryset={queryset}, to_attr="{attribute}")'
    read = _READ[run.method].format(f"{asked.row}.{attribute}")
    return attribute, prefetch, f"{asked.within}({read})" if asked.within else read


_READ = {
    "iterate": "{}",
    "count": "len({})",
    "exists": "bool({})",
    "first": "next(iter({}), None)",
}
_REASON = "the rows are a list, of all that match; the prefetch that is there stays"


@fixes
def prefetch_them_so(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.annotations import prefetch, substitute
    from scale_lsp.rewrite.imports import import_names
    from scale_lsp.rewrite.snippet import RewriteRefused

    if finding.values["code"] is None:
        return None
    attribute, lookup, read = finding.values["code"]
    path, text = finding.location.path, ctx.text(finding.location.path)
    try:
        edits = [
            *prefetch(path, text, ctx.location(finding.values["origin"]).span, lookup),
            *substitute(path, text, finding.location.span, read),
            *import_names(path, text, "django.db.models", ["Prefetch"]),
        ]
    except RewriteRefused:
        return None
    return Fix(f"Prefetch them as `{attribute}`", Safety.UNSAFE, tuple(edits), _REASON)


def _advice(method: str) -> str:
    if method in ("first", "last", "get", "index"):
        return "order in `Prefetch(queryset=…)` and take `.all()[0]`"
    return "put the condition into `Prefetch(queryset=…, to_attr=…)`, or filter `.all()` in Python"
