"""See rules/caching/cache-backend-misconfigured.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import CacheConfigured
from scale_lsp.index.settings.values import Mapped
from scale_lsp.rule import Context, checks, fixes

BUILT_IN = "django.core.cache.backends.redis.RedisCache"
PACKAGE = "django_redis.cache.RedisCache"


@checks
def cache_backend_misconfigured(cache: CacheConfigured, ctx: Context) -> Iterator[Finding]:
    backend, options = cache.setting.get("BACKEND"), cache.setting.get("OPTIONS")
    if backend is None or backend.literal != BUILT_IN or options is None or not isinstance(options.value, Mapped):
        return
    foreign = [key for key, _ in options.value.items if key.isupper()]
    if not foreign:
        return
    first = options.get(foreign[0])
    yield ctx.finding(
        (first.target if first else None) or options.site,
        fixable=Safety.SAFE,
        key=foreign[0],
        foreign=foreign,
        backend=backend,
        has_package=cache.production.requirements.has("django-redis"),
    )


@fixes
def name_the_right_backend(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression, replace_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    path, backend = finding.location.path, finding.values["backend"]
    if finding.values["has_package"] and backend.site.path == path:
        edits = replace_expression(path, ctx.location(backend.site).span, f'"{PACKAGE}"')
        return Fix("Use the backend of django-redis", Safety.SAFE, edits)
    try:
        edits = replace_keys(path, ctx.text(path), finding.location.span, finding.values["foreign"], {})
    except RewriteRefused:
        return None
    return Fix("Take the options out", Safety.SAFE, edits)
