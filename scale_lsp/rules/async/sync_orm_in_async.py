"""See rules/async/sync-orm-in-async.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.facts import QueryInEventLoop
from scale_lsp.orm.effects import SAVING
from scale_lsp.orm.queryset_methods import METHODS
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit

_WHOLE = frozenset({"len", "bool", "in", "index"})


@checks
def sync_orm_in_async(query: QueryInEventLoop, ctx: Context) -> Iterator[Finding]:
    words = {"relation": "is read here", "call": "the query runs here"}.get(query.method, "")
    shortcut = query.site.text.startswith("get_object_or_404(")
    joined = query.method != "relation" or _is_joined(query, ctx)
    yield ctx.finding(
        query.site,
        related=[Related(ctx.location(site), words) for site in query.inside if site.path.endswith(".py")],
        fixable=Safety.SAFE if _is_fixable(query, ctx) else None,
        what=_what(query),
        advice=_advice(query, shortcut, joined, ctx),
        method="get_object_or_404" if shortcut else query.method,
        paths=query.paths,
    )


def _is_fixable(query: QueryInEventLoop, ctx: Context) -> bool:
    if query.method in ("relation", "call", "iterate"):
        return query.method != "relation" or _is_joined(query, ctx)
    return query.method not in _WHOLE and query.method != "transaction"


def _is_joined(query: QueryInEventLoop, ctx: Context) -> bool:
    """Whether `select_related` can load all the relations."""
    model = query.origin.model if query.origin else None
    hops = [hop for path in query.paths for hop in (ctx.graph.walk(model, path) if model else (None,))]
    return all(hop is not None and hop.selectable for hop in hops)


def _what(query: QueryInEventLoop) -> str:
    if query.method == "relation":
        return f"{', '.join(f'`{path}`' for path in query.paths)} of this row is read in a coroutine, which"
    if query.method == "call":
        return "this call in a coroutine"
    return (
        "`transaction.atomic()` in a coroutine" if query.method == "transaction" else f"`{query.method}` in a coroutine"
    )


def _advice(query: QueryInEventLoop, shortcut: bool, joined: bool, ctx: Context) -> str:
    method = query.method
    if method == "relation":
        return "load it with `select_related()`" if joined else "load it with `prefetch_related()`"
    if method == "transaction":
        return "put the whole block into a function and call it with `await sync_to_async(function)()`"
    if shortcut:
        return "use `await aget_object_or_404(…)`" if ctx.django and ctx.django >= (5, 0) else "use `await ….aget(…)`"
    if method == "call":
        return "use `await sync_to_async(function)(…)`"
    if method == "iterate":
        return "use `async for`"
    if method in _WHOLE:
        return {"len": "use `await ….acount()`", "bool": "use `await ….aexists()`"}.get(
            method, "use `await ….afirst()`"
        )
    return f"use `await ….a{method}(…)`"


@fixes
def ask_asynchronously(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.asynchronous import await_function, await_in_thread, await_method, iterate_asynchronously
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.relations import load_relations
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, method = finding.location.path, finding.location.span, finding.values["method"]
    text = ctx.text(path)
    edits: tuple[Edit, ...]
    try:
        if method == "relation":
            edits = tuple(load_relations(path, ctx.code(finding.location), span, finding.values["paths"], ()))
            return Fix(f"Add `select_related({', '.join(finding.values['paths'])})`", Safety.SAFE, edits)
        if method == "get_object_or_404":
            if ctx.django is None or ctx.django < (5, 0):
                return None
            edits = (
                *import_name(path, text, "django.shortcuts", "aget_object_or_404"),
                *await_function(path, text, span, "aget_object_or_404"),
            )
            return Fix("Use `aget_object_or_404()`", Safety.SAFE, edits)
        if method == "call":
            return Fix("Call it in a thread", Safety.SAFE, await_in_thread(path, text, span))
        if method == "iterate":
            return Fix("Use `async for`", Safety.SAFE, iterate_asynchronously(path, text, span))
        if f"a{method}" not in METHODS and f"a{method}" not in SAVING:
            return None
        return Fix(f"Await `a{method}()`", Safety.SAFE, await_method(path, text, span))
    except RewriteRefused:
        return None
