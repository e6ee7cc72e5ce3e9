"""See rules/queries/related-access-in-loop.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.facts import RelationRead, RowsVisited
from scale_lsp.flow.values import Hook, Origin
from scale_lsp.index.names import Symbol
from scale_lsp.rule import Context, checks, fixes


@checks
def related_access_in_loop(rows: RowsVisited, ctx: Context) -> Iterator[Finding]:
    origin = rows.origin
    reads = [read for read in rows.reads if not _joined_by_admin(read, ctx)]
    if not reads:
        return
    joins = _can_join(origin)
    select = _longest(r.path for r in reads if joins and not r.many)
    prefetch = _longest(r.path for r in reads if r.many or not joins)
    model = ctx.graph.models[origin.model]
    impact = Impact("queries", _now(reads), Growth(1 + _levels(reads, joins)), f"rows of {model.name}")
    yield ctx.finding(
        origin.site,
        related=_related(reads, ctx),
        impact=impact,
        rare=all(read.cached for read in reads),
        fixable=Safety.SAFE if _is_fixable(origin) else None,
        paths=", ".join(f"`{path}`" for path in sorted((*select, *prefetch))),
        model=model.name,
        label=f"{model.app_label}.{model.name}",
        now=str(impact.now),
        fixed=str(impact.fixed),
        calls=_calls(select, prefetch),
        hook="" if origin.edited else origin.hook.value,
        select=select,
        prefetch=prefetch,
        columns=_columns((*select, *prefetch), origin.model, ctx),
    )


def _joined_by_admin(read: RelationRead, ctx: Context) -> bool:
    """Since 6.1 a change list joins each key in `list_display`, before only those that may not be null.

    https://docs.djangoproject.com/en/6.1/ref/contrib/admin/#django.contrib.admin.ModelAdmin.list_select_related
    """
    shown = read.site.text in (f'"{read.path}"', f"'{read.path}'")
    return ctx.django is not None and ctx.django >= (6, 1) and shown and not read.many


@fixes
def load_missing_relations(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.relations import load_relations
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    values = finding.values
    try:
        if values["hook"]:
            return _in_class(finding, ctx.text(path))
        code = ctx.code(finding.location)
        edits = load_relations(path, code, span, values["select"], values["prefetch"], values["columns"])
    except RewriteRefused:
        return None
    return Fix(f"Add {values['calls']}", Safety.SAFE, tuple(edits))


def _in_class(finding: Finding, text: str) -> Fix:
    """The class has no queryset expression: it gets an attribute or a method."""
    from scale_lsp.rewrite.declarations import declare_relations, override_get_queryset

    path, span = finding.location.path, finding.location.span
    select, prefetch, hook = (finding.values[name] for name in ("select", "prefetch", "hook"))
    if hook == Hook.LIST_SELECT_RELATED.value and not prefetch:
        edits = declare_relations(path, text, span, select)
        names = ", ".join(f'"{name}"' for name in select)
        return Fix(f"Add `list_select_related = [{names}]`", Safety.SAFE, edits)
    parameters = [] if hook == Hook.GET_QUERYSET.value else ["request"]
    edits = override_get_queryset(path, text, span, parameters, select, prefetch)
    return Fix(f"Override `get_queryset()` with {finding.values['calls']}", Safety.SAFE, edits)


def _is_fixable(origin: Origin) -> bool:
    """Whether there is an expression to change, or a class that can define something."""
    if not origin.site.path.endswith(".py"):
        return False
    if _COMBINED.search(origin.site.text):
        return False
    return origin.edited or origin.hook is not Hook.NONE


_COMBINED = re.compile(r"\.(union|intersection|difference)\(")
_JOINLESS = re.compile(r"\.(raw|select_for_update)\(")


def _can_join(origin: Origin) -> bool:
    """A raw queryset cannot join, and one that locks its rows would lock the joined ones too."""
    return not origin.edited or not _JOINLESS.search(origin.site.text)


def _longest(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that no other path continues."""
    every = set(paths)
    return tuple(sorted(p for p in every if not any(other.startswith(p + "__") for other in every)))


def _columns(paths: Iterable[str], model: Symbol, ctx: Context) -> tuple[str, ...]:
    """The foreign keys of the model itself that the paths begin with."""
    first = dict.fromkeys(path.partition("__")[0] for path in paths)
    relations = (ctx.graph.relation(model, name) for name in first)
    return tuple(r.name for r in relations if r is not None and r.forward and r.selectable)


def _now(reads: Iterable[RelationRead]) -> Growth:
    nested = {r.path for r in reads if r.nested}
    direct = {r.path for r in reads} - nested
    return Growth(1, len(direct), len(nested))


def _levels(reads: Iterable[RelationRead], joins: bool) -> int:
    """Each step of a prefetched path that no join covers is one query more, whatever the number of rows."""
    joined = {_prefix(r.path, i) for r in reads if joins and not r.many for i in range(r.path.count("__") + 1)}
    steps = {_prefix(r.path, i) for r in reads if r.many or not joins for i in range(r.path.count("__") + 1)}
    return len(steps - joined)


def _prefix(path: str, hops: int) -> str:
    return "__".join(path.split("__")[: hops + 1])


def _calls(select: tuple[str, ...], prefetch: tuple[str, ...]) -> str:
    calls = []
    for method, names in (("select_related", select), ("prefetch_related", prefetch)):
        if names:
            arguments = ", ".join(f'"{name}"' for name in names)
            calls.append(f"`{method}({arguments})`")
    return " and ".join(calls)


def _related(reads: Iterable[RelationRead], ctx: Context) -> Iterator[Related]:
    """Where this code reads, or hands the row to a function that does; then where those functions read.

    A row keeps what it has read: the first place that reads a relation has its cost.
    """
    inside = []
    counted: set[str] = set()
    for read in reads:
        growth = Growth(0, 0, 1) if read.nested else Growth(0, 1)
        cost = growth if read.path not in counted else None
        counted.add(read.path)
        here = Related(ctx.location(read.site), f"`{read.path}` is read here once per row", cost=cost)
        if read.handed is None or not read.via:
            yield here
        else:
            words = f"`{read.path}` is read once per row in {read.via[-1]}"
            yield Related(ctx.location(read.handed), words, cost=cost)
            inside.append(replace(here, shared=True))
    yield from inside
