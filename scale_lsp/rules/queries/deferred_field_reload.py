"""See rules/queries/deferred-field-reload.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import ColumnsReloaded, KeyDeferred
from scale_lsp.rule import Context, checks, fixes


@checks
def deferred_field_reload(fact: ColumnsReloaded | KeyDeferred, ctx: Context) -> Iterator[Finding]:
    if isinstance(fact, KeyDeferred):
        yield _raised(fact, ctx)
        return
    model = ctx.graph.models[fact.reloads[0].origin.model]
    columns = tuple(dict.fromkeys(reload.column for reload in fact.reloads))
    yield ctx.finding(
        fact.call,
        related=list(_related(fact, ctx)),
        impact=Impact("queries", Growth(1, len(columns)), Growth(1), f"rows of {model.name}"),
        rare=all(one.cached for one in fact.reloads),
        fixable=Safety.SAFE,
        problem=f"{_listed(columns)}, which each `{model.name}` then fetches with a query of its own",
        method=fact.method,
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        advice=_advice(fact.method, columns),
        names=columns,
    )


def _raised(fact: KeyDeferred, ctx: Context) -> Finding:
    return ctx.finding(
        fact.call,
        fixable=Safety.SAFE,
        problem=f"{_listed((fact.path,))}, which `select_related()` is to join: the query raises FieldError",
        method=fact.method,
        model=ctx.graph.models[fact.model].name,
        advice=_advice(fact.method, (fact.path,)),
        names=(fact.path,),
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _advice(method: str, columns: Sequence[str]) -> str:
    words = ", ".join(f'"{column}"' for column in columns)
    return f"add {words} to `only()`" if method == "only" else f"take {words} out of `defer()`"


def _related(fact: ColumnsReloaded, ctx: Context) -> Iterator[Related]:
    """A row keeps the column: the first place that reads it has its cost."""
    counted: set[str] = set()
    for one in fact.reloads:
        cost = Growth(0, 1) if one.column not in counted else None
        counted.add(one.column)
        yield Related(ctx.location(one.site), f"`{one.column}` is read here once per row", cost=cost)


@fixes
def load_the_columns(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.columns import load_columns
    from scale_lsp.rewrite.snippet import RewriteRefused

    path = finding.location.path
    try:
        edits = load_columns(path, ctx.code(finding.location), finding.location.span, finding.values["names"])
    except RewriteRefused:
        return None
    advice = finding.values["advice"]
    return Fix(advice[0].upper() + advice[1:], Safety.SAFE, edits)
