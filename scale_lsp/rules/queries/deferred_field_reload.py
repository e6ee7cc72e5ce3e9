"""See rules/queries/deferred-field-reload.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import ColumnsReloaded
from scale_lsp.rule import Context, checks, fixes


@checks
def deferred_field_reload(fact: ColumnsReloaded, ctx: Context) -> Iterator[Finding]:
    model = ctx.graph.models[fact.reloads[0].origin.model]
    columns = tuple(dict.fromkeys(reload.column for reload in fact.reloads))
    words = ", ".join(f'"{column}"' for column in columns)
    yield ctx.finding(
        fact.call,
        related=list(_related(fact, ctx)),
        impact=Impact("queries", Growth(1, len(columns)), Growth(1), f"rows of {model.name}"),
        rare=all(one.cached for one in fact.reloads),
        fixable=Safety.SAFE,
        columns=", ".join(f"`{column}`" for column in columns),
        method=fact.method,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        advice=f"add {words} to `only()`" if fact.method == "only" else f"take {words} out of `defer()`",
        names=columns,
    )


def _related(fact: ColumnsReloaded, ctx: Context) -> Iterator[Related]:
    """A row keeps the column: the first place that reads it has its cost."""
    counted: set[str] = set()
    for one in fact.reloads:
        cost = Growth(0, 1) if one.column not in counted else None
        counted.add(one.column)
        yield Related(ctx.location(one.site), f"`{one.column}` is read here once per row", cost=cost)


@fixes
def load_the_columns(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp import rewrite

    path = finding.location.path
    try:
        edits = rewrite.load_columns(path, ctx.text(path), finding.location.span, finding.values["names"])
    except rewrite.RewriteRefused:
        return None
    advice = finding.values["advice"]
    return Fix(advice[0].upper() + advice[1:], Safety.SAFE, edits)
