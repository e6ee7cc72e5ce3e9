"""See rules/caching/uncached-hot-read.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Growth, Impact, Related, Safety
from scale_lsp.flow.surveys import PropertyRepeated, SharedRead
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.positions import Edit

_CACHE = ("django.core.cache", "cache")
_SIGNALS = (
    _CACHE,
    ("django.db", "transaction"),
    ("django.db.models.signals", "post_delete"),
    ("django.db.models.signals", "post_save"),
    ("django.dispatch", "receiver"),
)
_FRAGMENT_KEY = ("django.core.cache.utils", "make_template_fragment_key")


@checks
def uncached_hot_read(read: SharedRead | PropertyRepeated, ctx: Context) -> Iterator[Finding]:
    if isinstance(read, PropertyRepeated):
        yield _of_property(read, ctx)
        return
    model = ctx.graph.models[read.run.model]
    label = f"{model.app_label}.{model.name}"
    if not read.number and not ctx.options.is_small(label):
        return
    what = f"`{read.run.method}()` over `{model.name}`" if read.number else f"the rows of `{model.name}`"
    yield ctx.finding(
        read.run.site,
        impact=Impact("queries", Growth(0, 1), Growth(1), f"requests within {ctx.options.cache_ttl} seconds"),
        fixable=Safety.UNSAFE,
        what=f"Every request asks anew for {what}, which is the same for all visitors",
        advice=f"keep it in the cache for {ctx.options.cache_ttl} seconds",
        model=model.name,
        symbol=read.run.model,
        key=read.key,
        seconds=ctx.options.cache_ttl,
        view=ctx.location(read.view) if read.view is not None else None,
        fragment=read.fragment,
    )


def _of_property(read: PropertyRepeated, ctx: Context) -> Finding:
    owner, _, name = read.name.rpartition(".")
    return ctx.finding(
        read.site,
        related=[Related(ctx.location(place), f"`{name}` is read here") for place in read.places],
        impact=Impact("queries", Growth(read.times), Growth(1), "requests"),
        fixable=Safety.UNSAFE,
        what=f"`{name}` asks the database each time it is read, {read.times} times for one `{owner}` in one request",
        advice="`cached_property` keeps its first answer",
        property=name,
    )


@fixes
def keep(finding: Finding, ctx: Context) -> Fix | None:
    """`cache.get_or_set(key, lambda: …, seconds)`, or `{% cache seconds key %}` around the loop of a template."""
    edits = None if "property" in finding.values else _cached(finding, ctx)
    if edits is None:
        return None
    seconds = finding.values["seconds"]
    reason = f"what is shown may be {seconds} seconds old"
    return Fix(f"Keep it in the cache for {seconds} seconds", Safety.UNSAFE, edits, reason)


@fixes
def keep_until_saved(finding: Finding, ctx: Context) -> Fix | None:
    """The same, and receivers beside the model that clear the key."""
    from scale_lsp.rewrite.caching import append_code
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.snippet import RewriteRefused

    if "property" in finding.values:
        return None
    symbol, model, fragment = (finding.values[name] for name in ("symbol", "model", "fragment"))
    edits, text = _cached(finding, ctx), ctx.text(symbol.path)
    key = f'"{finding.values["key"]}"'
    receivers = (
        f"@receiver([post_save, post_delete], sender={model})\n"
        f"def forget_{re.sub('[^a-z0-9_]+', '_', finding.values['key'].rpartition(':')[2])}(**kwargs):\n"
        f"    transaction.on_commit(lambda: cache.delete({f'{_FRAGMENT_KEY[1]}({key})' if fragment else key}))\n"
    )
    if edits is None or symbol.name != model or (fragment is not None and fragment.vary):
        return None
    try:
        names = (*_SIGNALS, _FRAGMENT_KEY) if fragment else _SIGNALS
        imports = [edit for module, each in names for edit in import_name(symbol.path, text, module, each)]
        behind = append_code(symbol.path, text, receivers)
    except RewriteRefused:
        return None
    every = tuple(dict.fromkeys((*edits, *imports, *behind)))
    others = ", and so does what the loop shows of other tables" if fragment else ""
    reason = f"`update()`, `bulk_create()` and raw SQL send no signal: what they change shows later{others}"
    return Fix(f"Keep it in the cache until a `{model}` is saved or deleted", Safety.UNSAFE, every, reason)


@fixes
def keep_the_page(finding: Finding, ctx: Context) -> Fix | None:
    """`@cache_page(…)` on the view, where its page is the same for all."""
    from scale_lsp.rewrite.decorators import decorate
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.snippet import RewriteRefused

    view, seconds = finding.values.get("view"), finding.values.get("seconds")
    if view is None:
        return None
    try:
        text = ctx.text(view.path)
        imports = import_name(view.path, text, "django.views.decorators.cache", "cache_page")
        edits = decorate(view.path, text, view.span, f"cache_page({seconds})")
    except RewriteRefused:
        return None
    reason = f"the whole page may be {seconds} seconds old, here and in browsers"
    return Fix(f"Keep the page in the cache for {seconds} seconds", Safety.UNSAFE, (*imports, *edits), reason)


@fixes
def keep_in_the_object(finding: Finding, ctx: Context) -> Fix | None:
    """`@cached_property` in the place of `@property`."""
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.literals import replace_expression
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span = finding.location.path, finding.location.span
    if "property" not in finding.values:
        return None
    try:
        imports = import_name(path, ctx.text(path), "django.utils.functional", "cached_property")
    except RewriteRefused:
        return None
    reason = "what is written later does not show in an object that has answered, nor in its copies, pickled ones too"
    edits = (*imports, *replace_expression(path, span, "cached_property"))
    return Fix("Keep the first answer with `cached_property`", Safety.UNSAFE, edits, reason)


def _cached(finding: Finding, ctx: Context) -> tuple[Edit, ...] | None:
    from scale_lsp.rewrite.caching import get_or_set
    from scale_lsp.rewrite.fragments import cache_loop
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values = finding.location.path, finding.location.span, finding.values
    text, fragment = ctx.text(path), values["fragment"]
    try:
        if fragment is not None:
            return cache_loop(path, text, span, fragment.name, fragment.vary, values["seconds"])
        imports = import_name(path, text, *_CACHE)
        edits = get_or_set(path, text, span, values["key"], values["seconds"])
    except RewriteRefused:
        return None
    return (*imports, *edits)
