"""See rules/queries/query-in-loop.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import QueriesInLoop, QueryInLoop
from scale_lsp.index.roles import Role
from scale_lsp.rule import Context, checks, fixes


@checks
def query_in_loop(fact: QueriesInLoop, ctx: Context) -> Iterator[Finding]:
    runs = tuple(run for run in fact.certain if _is_for_rows(run))
    if not runs or fact.summaries or fact.roles == {Role.COMMAND}:
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
        rare=all(run.seldom_matters or not run.over_rows for run in runs) or fact.roles == {Role.TASK},
        fixable=Safety.UNSAFE if len(runs) == 1 and _may_be_taken_out(first) else None,
        query=_described(first),
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        rows=first.rows,
        advice=_advice(first),
        loop=first.loop,
        method=first.method,
        depends=first.depends,
        symbol=first.model,
    )


def _is_for_rows(run: QueryInLoop) -> bool:
    """Whether the loop grows with a table; of things that may be few, such as what a form sends, only look-ups count.

    One `in_bulk()` for each turn is for a batch.
    """
    return run.method != "in_bulk" and (run.over_rows or _may_be_taken_out(run))


def _may_be_taken_out(run: QueryInLoop) -> bool:
    if run.via or run.writes or run.site != run.query:
        return False
    return not run.depends or (run.method == "get" and run.relation is None)


@fixes
def ask_once(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.loops import look_up_in_bulk, out_of_loop
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values = finding.location.path, finding.location.span, finding.values
    text, loop = ctx.text(path), ctx.location(values["loop"]).span
    model = ctx.graph.models[values["symbol"]]
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.name).lower()
    try:
        if values["depends"]:
            unique = [field.name for field in model.fields.values() if field.unique]
            key = ctx.graph.primary_key(model.symbol)
            edits = look_up_in_bulk(path, text, span, loop, f"{name}_by_key", key, unique)
            return Fix("Fetch all of them first with `in_bulk()`", Safety.UNSAFE, edits, _BULK)
        suffix = values["method"] if values["method"] in ("count", "exists", "first", "last") else "rows"
        edits = out_of_loop(path, text, span, loop, f"{name}_{suffix}")
    except RewriteRefused:
        return None
    return Fix("Ask before the loop", Safety.UNSAFE, edits, _BEFORE)


_BULK = "a missing row is a KeyError, keys need the type of the column, and the loop's items are gone through twice"
_BEFORE = "the query runs if the loop is empty too, and does not see what the loop changes"


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
    if run.method.endswith("refresh_from_db"):
        return "fetch the rows again together, with one query for all of their keys"
    return "fetch all rows first with `in_bulk()` or `filter(…__in=…)` and look them up in a dictionary"
