"""See rules/caching/cache-page-leaks-user-content.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.surveys import CachedPage
from scale_lsp.rule import Context, checks, fixes

_TOKEN = "csrf_token"
_MOST_PLACES = 5


@checks
def cache_page_leaks_user_content(page: CachedPage, ctx: Context) -> Iterator[Finding]:
    reads = list(dict.fromkeys(page.reads))
    what = list(dict.fromkeys(f"`{read.what}`" for read in reads)) + (["who may see it"] if page.permission else [])
    yield ctx.finding(
        page.site,
        related=[Related(ctx.location(read.site), f"`{read.what}` is read here") for read in reads[:_MOST_PLACES]],
        fixable=Safety.SAFE,
        view=page.view,
        what=", ".join(what),
        form=page.form,
        target=page.target,
        decorators=_decorators(page),
    )


def _decorators(page: CachedPage) -> list[str]:
    """What stores a page for each visitor; forms also need the cookie that their token belongs to."""
    tokens = [read for read in page.reads if _TOKEN in read.what]
    found = []
    if page.permission or len(tokens) < len(page.reads):
        found.append("vary_on_headers" if page.api else "vary_on_cookie")
    return [*found, *(["csrf_protect"] if tokens else [])]


_MODULES = {
    "vary_on_cookie": "django.views.decorators.vary",
    "vary_on_headers": "django.views.decorators.vary",
    "csrf_protect": "django.views.decorators.csrf",
}
_ARGUMENTS = {"vary_on_headers": '("Authorization", "Cookie")'}


@fixes
def vary(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.decorators import call_around_argument, decorate_below
    from scale_lsp.rewrite.imports import import_name
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, span, values = finding.location.path, finding.location.span, finding.values
    text = ctx.text(path)
    names: list[str] = values["decorators"]
    called = [name + _ARGUMENTS.get(name, "") for name in names]
    try:
        imports = [edit for name in names for edit in import_name(path, text, _MODULES[name], name)]
        match values["form"]:
            case "route":
                edits = call_around_argument(path, text, span, called)
            case "function":
                edits = decorate_below(path, text, span, called)
            case "method":
                edits = decorate_below(path, text, span, [f"method_decorator({name})" for name in called])
            case _:
                target = values["target"]
                wrapped = [f'method_decorator({name}, name="{target}")' for name in called]
                edits = decorate_below(path, text, span, wrapped)
    except RewriteRefused:
        return None
    shown = " and ".join(f"`@{name}`" for name in called)
    return Fix(f"Add {shown}, so that each visitor gets an entry", Safety.SAFE, (*imports, *edits))
