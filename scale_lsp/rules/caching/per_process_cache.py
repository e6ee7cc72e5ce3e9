"""See rules/caching/per-process-cache.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.index.settings.caches import effect_of, uses
from scale_lsp.index.settings.values import Mapped, Unset
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.site import Site

LOCAL = "django.core.cache.backends.locmem.LocMemCache"
BUILT_IN = """{
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": os.environ["REDIS_URL"],
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
}"""
DJANGO_REDIS = """{
    "BACKEND": "django_redis.cache.RedisCache",
    "LOCATION": os.environ["REDIS_URL"],
    "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1, "IGNORE_EXCEPTIONS": True},
}"""


@checks
def per_process_cache(production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    if not production.has_application or production.server.single:
        return
    found: dict[str, str] = {}
    for alias, use in uses(production.get, production.usage.of):
        found.setdefault(alias, use)
    caches = production.value("CACHES")
    if isinstance(caches, Unset) and "default" in found:
        yield _finding(production.site, "`LocMemCache`, the default,", found["default"], True, production, ctx)
    entries = dict(caches.items) if isinstance(caches, Mapped) else {}
    for alias, use in found.items():
        backend = entries[alias].get("BACKEND") if alias in entries else None
        if backend is not None and backend.literal == LOCAL:
            yield _finding(backend.site, "`LocMemCache`", use, False, production, ctx)


def _finding(site: Site, kind: str, use: str, missing: bool, production: ProductionSettings, ctx: Context) -> Finding:
    return ctx.finding(
        site,
        fixable=Safety.UNSAFE,
        kind=kind,
        uses=use,
        effect=effect_of(use),
        missing=missing,
        code=DJANGO_REDIS if production.requirements.has("django-redis") else BUILT_IN,
    )


@fixes
def use_redis(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_dictionary
    from scale_lsp.rewrite.snippet import RewriteRefused
    from scale_lsp.rewrite.statements import add_import, add_statement

    path, span, code = finding.location.path, finding.location.span, finding.values["code"]
    text = ctx.text(path)
    try:
        if finding.values["missing"]:
            inner = code.replace("\n", "\n    ")
            made = add_statement(path, text, span, f'\nCACHES = {{\n    "default": {inner},\n}}')
        else:
            made = replace_dictionary(path, text, span, code)
        edits = (*made, *add_import(path, text, "os"))
    except RewriteRefused:
        return None
    reason = "needs a Redis server, named by REDIS_URL, and its package"
    return Fix("Share the cache in Redis", Safety.UNSAFE, edits, reason)
