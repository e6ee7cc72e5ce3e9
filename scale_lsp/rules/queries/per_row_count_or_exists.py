"""See rules/queries/per-row-count-or-exists.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import QueriesInLoop, QueryInLoop, RowsSummarised, RowSummary
from scale_lsp.index.graph import ModelGraph
from scale_lsp.index.models import Arity, Model
from scale_lsp.index.names import Symbol
from scale_lsp.index.roles import Role
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Location

_REASON = "the rows get an attribute more, and the query counts related rows of all of them"


@checks
def per_row_count_or_exists(fact: RowsSummarised, ctx: Context) -> Iterator[Finding]:
    place, *others = fact.places
    runs = place.summaries
    if not runs or runs[0].summary is None:
        return
    first, summary = runs[0], runs[0].summary
    model = ctx.graph.models[summary.model]
    known = all(_is_plain(one) and one.site.path == place.site.path for one in fact.places)
    annotation = _annotation(first, summary, ctx) if known else None
    more = f", here and in {len(others)} more place{'s' if len(others) > 1 else ''}," if others else ""
    yield ctx.finding(
        place.site,
        related=[
            *(Related(ctx.location(run.query), "the query runs here") for run in runs if run.query != run.site),
            Related(ctx.location(summary.origin.site), "these rows are visited"),
            *(Related(ctx.location(one.site), "it is asked here, too") for one in others),
        ],
        impact=Impact("queries", Growth(1, len(runs)), Growth(1), f"rows of {model.name}"),
        rare=all(_is_seldom(one) for one in fact.places),
        fixable=Safety.UNSAFE if annotation else None,
        query=f"`{summary.relation.name}.{first.method}()`" + (f" in {first.via[-1]}()" if first.via else "") + more,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        advice=_ADVICE.get(first.method, "`annotate()` a `Subquery` of the row that is wanted"),
        annotation=annotation,
        symbol=summary.model,
        rows=_expressions(fact, ctx),
        origin=summary.origin.site,
    )


def _is_seldom(place: QueriesInLoop) -> bool:
    """Whether nobody waits for it, or it is not asked of many rows."""
    return place.roles <= {Role.TASK, Role.COMMAND} or all(run.seldom_matters for run in place.summaries)


def _is_plain(place: QueriesInLoop) -> bool:
    """Whether it is one query, of the loop itself, about rows that stay as they are."""
    return len(place.summaries) == 1 and not (place.summaries[0].via or place.summaries[0].writes)


def _expressions(fact: RowsSummarised, ctx: Context) -> list[tuple[Location, str]]:
    """Where something is asked of a row, and the expression for the row."""
    asked = ((one.site, run.summary) for one in fact.places for run in one.summaries[:1])
    return [(ctx.location(site), summary.row) for site, summary in asked if summary is not None]


_ADVICE = {
    "count": "`annotate()` the rows with `Count()`",
    "exists": "`annotate()` the rows with `Exists()`",
    "aggregate": "`annotate()` the rows with it",
}


def _annotation(run: QueryInLoop, summary: RowSummary, ctx: Context) -> tuple[str, str] | None:
    """The name and the expression of an annotation that has the answer."""
    model, relation = ctx.graph.models[summary.model], summary.relation
    query_name = _query_name(ctx.graph, model, summary)
    if summary.conditions is None or query_name is None or relation.target is None:
        return None
    accessor = relation.name.removesuffix("_set")
    some = "filtered_" if summary.conditions else ""
    if run.method == "count":
        name = f"{some}{accessor}_count"
        chosen = ", ".join(f"{query_name}__{path}={value}" for path, value in summary.conditions)
        expression = f'Count("{query_name}"{f", filter=Q({chosen})" if chosen else ""}, distinct=True)'
    elif run.method == "exists" and relation.back:
        name = f"has_{some}{accessor}"
        chosen = "".join(f", {path}={value}" for path, value in summary.conditions)
        target = ctx.graph.models[relation.target].name
        expression = f'Exists({target}.objects.filter({relation.back}=OuterRef("pk"){chosen}))'
        if ctx.graph.names.resolve(run.site.path, target) != relation.target:
            return None
    else:
        return None
    taken = ctx.graph.field(summary.model, name) or ctx.graph.relation(summary.model, name)
    if taken or ctx.graph.classes.owner_of(summary.model, name) is not None:
        return None
    return name, expression


def _query_name(graph: ModelGraph, model: Model, summary: RowSummary) -> str | None:
    """What a relation is called in queries; None where it is given a name of its own for them."""
    relation = summary.relation
    if relation.forward:
        return relation.name
    target = graph.models[relation.target] if relation.target else None
    if target is None or any(field.related_query_name for field in target.fields.values()):
        return None
    field = target.fields.get(relation.back or "")
    if field is None or field.related_name is None:
        return target.name.lower() if relation.name == f"{target.name.lower()}_set" else None
    return relation.name if field.related_name == relation.name else None


def _multiplies(graph: ModelGraph, model: Symbol, path: str) -> bool:
    """Whether a condition joins related rows: they would be counted, and no others."""
    return any(hop is not None and hop.arity is Arity.MANY for hop in graph.walk(model, path))


@fixes
def annotate_the_rows(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.annotations import annotate, lookup_paths, substitute
    from scale_lsp.rewrite.imports import import_names
    from scale_lsp.rewrite.snippet import RewriteRefused

    if finding.values["annotation"] is None:
        return None
    name, expression = finding.values["annotation"]
    path, text = finding.location.path, ctx.text(finding.location.path)
    origin = ctx.location(finding.values["origin"])
    used = [word for word in ("Count", "Exists", "OuterRef", "Q") if f"{word}(" in expression]
    try:
        if any(_multiplies(ctx.graph, finding.values["symbol"], one) for one in lookup_paths(text, origin.span)):
            return None
        edits = [
            *annotate(path, text, origin.span, name, expression),
            *(
                edit
                for place, row in finding.values["rows"]
                for edit in substitute(path, text, place.span, f"{row}.{name}")
            ),
            *import_names(path, text, "django.db.models", used),
        ]
    except RewriteRefused:
        return None
    return Fix(f"Annotate the rows with `{name}`", Safety.UNSAFE, tuple(edits), _REASON)
