"""See rules/settings/static-files-not-production-ready.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.index.settings.values import Composed, FromEnvironment, Listed, Mapped, Setting, Unset, text_of
from scale_lsp.rule import Context, checks, fixes

WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"
SECURITY = "django.middleware.security.SecurityMiddleware"
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
UNHASHED = frozenset(
    {"django.contrib.staticfiles.storage.StaticFilesStorage", "whitenoise.storage.CompressedStaticFilesStorage"}
)
BUSY = frozenset(
    {
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.cache.UpdateCacheMiddleware",
    }
)
"""Middleware that does something for every request."""
STORAGES = f"""
STORAGES = {{
    "default": {{"BACKEND": "django.core.files.storage.FileSystemStorage"}},
    "staticfiles": {{"BACKEND": "{HASHED}"}},
}}"""


@checks
def static_files_not_production_ready(production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    middleware = production.value("MIDDLEWARE")
    if not isinstance(middleware, Listed) or not production.installed("django.contrib.staticfiles"):
        return
    names = [item.string for item in middleware.items]
    if WHITENOISE not in names:
        return
    item = middleware.items[names.index(WHITENOISE)]
    yield from _order(item, middleware, ctx)
    if not _are_kept(production):
        yield from _storage(item, production, ctx)


def _order(item: Setting, middleware: Listed, ctx: Context) -> Iterator[Finding]:
    names = [other.string for other in middleware.items]
    before = names[: names.index(WHITENOISE)]
    busy = [name for name in before if name in BUSY]
    if not busy:
        return
    behind = names.index(SECURITY) + 1 if SECURITY in before else 0
    first = middleware.items[behind]
    last = (busy[-1] or "").rpartition(".")[2]
    yield ctx.finding(
        item.site,
        fixable=Safety.UNSAFE if first.site.path == item.site.path else None,
        what=f"Every static file runs through what stands before WhiteNoise in `MIDDLEWARE`, `{last}` among it",
        before=first,
        backend=None,
    )


def _are_kept(production: ProductionSettings) -> bool:
    """Whether another host may serve the files, or browsers are told to keep them under the names they have.

    https://whitenoise.readthedocs.io/en/stable/django.html#WHITENOISE_IMMUTABLE_FILE_TEST
    """
    if any(production.get(f"WHITENOISE_{name}") is not None for name in ("MAX_AGE", "IMMUTABLE_FILE_TEST")):
        return True
    url = production.get("STATIC_URL")
    if url is None:
        return False
    first = url.value.parts[0] if isinstance(url.value, Composed) else url.value
    return isinstance(first, FromEnvironment) or text_of(url.value).startswith(("http", "//", "{}"))


def _storage(item: Setting, production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    storages = production.value("STORAGES")
    what = "Static files have names without a hash: browsers ask the workers for each of them again after 60 seconds"
    if isinstance(storages, Unset) and production.get("STATICFILES_STORAGE") is None:
        yield ctx.finding(item.site, fixable=Safety.UNSAFE, what=what, before=None, backend=None)
    elif isinstance(storages, Mapped) and (static := storages.get("staticfiles")) is not None:
        backend = static.get("BACKEND")
        if backend is not None and backend.string in UNHASHED:
            yield ctx.finding(backend.site, fixable=Safety.UNSAFE, what=what, before=None, backend=backend)


@fixes
def serve_them_less_often(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import move_item, replace_expression
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_statement

    path, span = finding.location.path, finding.location.span
    before, backend = finding.values["before"], finding.values["backend"]
    text = ctx.text(path)
    try:
        if before is not None:
            edits = move_item(path, text, span, ctx.location(before.site).span)
            reason = "static files no longer run through the middleware in between"
            return Fix("Move WhiteNoise to the front", Safety.UNSAFE, edits, reason)
        if backend is not None:
            edits = replace_expression(path, span, f'"{HASHED}"')
        else:
            edits = add_statement(path, text, span, STORAGES)
    except RewriteRefused:
        return None
    reason = "`collectstatic` has to run, and a template that names a missing file raises ValueError"
    return Fix("Give static files hashed names", Safety.UNSAFE, edits, reason)
