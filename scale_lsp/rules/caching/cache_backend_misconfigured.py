"""See rules/caching/cache-backend-misconfigured.md."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from scale_lsp.common.packages import has_below
from scale_lsp.finding import Finding, Fix, Related, Safety
from scale_lsp.flow.declared import CacheConfigured, current_facts
from scale_lsp.flow.facts import RowsCached
from scale_lsp.index.settings.values import FromEnvironment, Known, Mapped, Setting
from scale_lsp.rule import Context, checks, fixes

BUILT_IN = "django.core.cache.backends.redis.RedisCache"
PACKAGE = "django_redis.cache.RedisCache"
_JSON = "django_redis.serializers.json.JSONSerializer"
_PICKLE = "django_redis.serializers.pickle.PickleSerializer"
_SESSIONS = "django.contrib.sessions.backends.cache"
_BROKERS = ("CELERY_BROKER_URL", "BROKER_URL")
_TIMEOUTS = {
    BUILT_IN: ("socket_timeout", "socket_connect_timeout"),
    PACKAGE: ("SOCKET_TIMEOUT", "SOCKET_CONNECT_TIMEOUT"),
}
_WITH_TIMEOUTS = "8"
"""https://github.com/redis/redis-py/releases: since 8.0 redis-py waits five seconds at most, unless it is told."""


@checks
def cache_backend_misconfigured(cache: CacheConfigured | RowsCached, ctx: Context) -> Iterator[Finding]:
    if isinstance(cache, RowsCached):
        yield from _rows_as_json(cache, ctx)
        return
    backend = cache.setting.get("BACKEND")
    if backend is None or backend.literal not in (BUILT_IN, PACKAGE):
        return
    yield from _foreign_options(cache, backend, ctx)
    yield from _shared_with_tasks(cache, ctx)
    yield from _shared_with_another(cache, ctx)
    yield from _without_timeout(cache, backend, ctx)


def _foreign_options(cache: CacheConfigured, backend: Setting, ctx: Context) -> Iterator[Finding]:
    options = cache.setting.get("OPTIONS")
    if backend.literal != BUILT_IN or options is None or not isinstance(options.value, Mapped):
        return
    foreign = [key for key, _ in options.value.items if key.isupper()]
    if not foreign:
        return
    first = options.get(foreign[0])
    yield ctx.finding(
        (first.target if first else None) or options.site,
        fixable=Safety.SAFE,
        problem=f"`{foreign[0]}` is an option of django-redis: the built-in backend passes it to the client, and the "
        "first use of the cache raises TypeError",
        foreign=foreign,
        backend=backend,
        has_package=cache.production.requirements.has("django-redis"),
    )


def _rows_as_json(cached: RowsCached, ctx: Context) -> Iterator[Finding]:
    """https://github.com/jazzband/django-redis#pluggable-serializers"""
    caches = [one for one in current_facts(ctx.snapshot) if isinstance(one, CacheConfigured) and one.alias == "default"]
    serializers = [_serializer(one) for one in caches]
    first = next(iter(serializers), None)
    if first is None or any(one is None or one.string != _JSON for one in serializers):
        return
    yield ctx.finding(
        cached.site,
        related=[Related(ctx.location(first.site), "the cache writes JSON")],
        fixable=Safety.UNSAFE,
        problem=f"The cache writes JSON, which has no `{ctx.graph.models[cached.model].name}`: this raises TypeError; "
        "cache plain values, or let the cache pickle",
        serializer=first.site,
    )


def _serializer(cache: CacheConfigured) -> Setting | None:
    backend, options = cache.setting.get("BACKEND"), cache.setting.get("OPTIONS")
    if cache.condition or backend is None or backend.literal != PACKAGE or options is None:
        return None
    return options.get("SERIALIZER")


def _shared_with_tasks(cache: CacheConfigured, ctx: Context) -> Iterator[Finding]:
    """https://docs.djangoproject.com/en/5.2/topics/cache/#django.core.caches.cache.clear: a FLUSHDB in Redis."""
    location = cache.setting.get("LOCATION")
    for name in _BROKERS:
        broker = cache.production.get(name)
        if location is not None and broker is not None and _is_same(location, broker):
            yield ctx.finding(
                location.site,
                related=[Related(ctx.location(broker.site), "the queue is in the same database")],
                rare=True,
                problem="The cache and Celery's queue are one Redis database: `cache.clear()` deletes the tasks that "
                f"wait, and what evicts old cache entries evicts tasks{_sessions(cache)}; give the cache another "
                "database number",
            )
            return


def _sessions(cache: CacheConfigured) -> str:
    """What is said of sessions that are in this cache and nowhere else."""
    engine, alias = cache.production.get("SESSION_ENGINE"), cache.production.get("SESSION_CACHE_ALIAS")
    mine = alias.string == cache.alias if alias is not None else cache.alias == "default"
    kept = engine is not None and engine.literal == _SESSIONS and mine
    return " and sessions, which are nowhere else, so that users are signed out" if kept else ""


def _shared_with_another(cache: CacheConfigured, ctx: Context) -> Iterator[Finding]:
    """Two settings modules of production, which are two sites."""
    location = cache.setting.get("LOCATION")
    if location is None or not _is_of_one_server(location.string) or not cache.setting.lacks("KEY_PREFIX"):
        return
    for other in current_facts(ctx.snapshot):
        if not isinstance(other, CacheConfigured) or other.production.path <= cache.production.path:
            continue
        place = other.setting.get("LOCATION")
        if place is None or place.string != location.string or place.site == location.site:
            continue
        if other.setting.lacks("KEY_PREFIX") and other.setting.get("BACKEND") is not None:
            yield ctx.finding(
                location.site,
                related=[Related(ctx.location(place.site), "this one is the same database")],
                rare=True,
                problem="Two settings modules of production keep their cache in one Redis database without a "
                "`KEY_PREFIX`: each reads what the other wrote under the same key",
            )
            return


def _without_timeout(cache: CacheConfigured, backend: Setting, ctx: Context) -> Iterator[Finding]:
    location, options = cache.setting.get("LOCATION"), cache.setting.get("OPTIONS")
    url = location.unless_told().string if location is not None else None
    if url is None or "timeout" in url or not has_below(ctx, "redis", _WITH_TIMEOUTS):
        return
    if options is not None and (not isinstance(options.value, Mapped) or options.value.open):
        return
    if options is None and not cache.setting.lacks("OPTIONS"):
        return
    given = [key for key, _ in options.value.items] if options is not None and isinstance(options.value, Mapped) else []
    if any("timeout" in key.lower() or "pool" in key.lower() or key == "CLIENT_CLASS" for key in given):
        if given != ["CLIENT_CLASS"] or not _is_usual(options):
            return
    yield ctx.finding(
        backend.site,
        fixable=Safety.UNSAFE,
        rare=True,
        problem="Nothing limits how long a request waits for Redis: while it hangs, every request that asks the cache "
        "does; set a timeout",
        timeouts=_TIMEOUTS[str(backend.literal)],
    )


def _is_usual(options: Setting | None) -> bool:
    client = options.get("CLIENT_CLASS") if options is not None else None
    return client is not None and client.string == "django_redis.client.DefaultClient"


def _is_same(one: Setting, other: Setting) -> bool:
    match one.value, other.value:
        case Known(value=str(a)), Known(value=str(b)):
            return a == b and a.startswith(("redis://", "rediss://", "unix://"))
        case FromEnvironment(name=a, cast="str"), FromEnvironment(name=b, cast="str"):
            return a == b
    return False


def _is_of_one_server(url: str | None) -> bool:
    """Whether a URL names the same server wherever it is used: `redis.example.com`, not `localhost` or `redis`."""
    host = (urlsplit(url).hostname or "") if url else ""
    return "." in host and not host.startswith("127.")


@fixes
def name_the_right_backend(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression, replace_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    if "foreign" not in finding.values:
        return None
    path, backend = finding.location.path, finding.values["backend"]
    if finding.values["has_package"] and backend.site.path == path:
        edits = replace_expression(path, ctx.location(backend.site).span, f'"{PACKAGE}"')
        return Fix("Use the backend of django-redis", Safety.SAFE, edits)
    try:
        edits = replace_keys(path, ctx.text(path), finding.location.span, finding.values["foreign"], {})
    except RewriteRefused:
        return None
    return Fix("Take the options out", Safety.SAFE, edits)


@fixes
def pickle(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import replace_expression

    if "serializer" not in finding.values:
        return None
    place = ctx.location(finding.values["serializer"])
    edits = replace_expression(place.path, place.span, f'"{_PICKLE}"')
    reason = "entries that are in the cache as JSON can no longer be read: clear it when this is deployed"
    return Fix("Let the cache pickle its values", Safety.UNSAFE, edits, reason)


@fixes
def set_a_timeout(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.literals import set_nested_keys
    from scale_lsp.rewrite.snippet import RewriteRefused

    if "timeouts" not in finding.values:
        return None
    path, span = finding.location.path, finding.location.span
    items = dict.fromkeys(finding.values["timeouts"], "1")
    try:
        edits = set_nested_keys(path, ctx.text(path), span, "OPTIONS", items)
    except RewriteRefused:
        return None
    return Fix("Wait one second at most", Safety.UNSAFE, edits, "a Redis that answers later raises TimeoutError")
