"""Who uses which of the caches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scale_lsp.index.settings.values import Setting

_THROTTLES = "rest_framework.throttling"
"""A class of the project may count in another cache: those of the package count in the default one."""
_IMPORTS = (
    (("django_ratelimit", "ratelimit"), "rate limits count in", "RATELIMIT_USE_CACHE"),
    ((_THROTTLES,), "throttles count in", ""),
    (("django.views.decorators.cache.cache_page",), "`cache_page` keeps pages in", ""),
    (("django.core.cache.cache",), "code keeps values in", ""),
)
_COUNTS = frozenset({"rate limits count in", "throttles count in"})
SESSIONS = {
    "django.contrib.sessions.backends.cache": "sessions live in",
    "django.contrib.sessions.backends.cached_db": "sessions are cached in",
}
_MIDDLEWARE = frozenset(
    {"django.middleware.cache.UpdateCacheMiddleware", "django.middleware.cache.FetchFromCacheMiddleware"}
)


def effect_of(use: str) -> str:
    """What separate caches do to a use of them."""
    if use in _COUNTS:
        return "every limit is multiplied by the number of processes"
    if use == SESSIONS["django.contrib.sessions.backends.cache"]:
        return "what one process writes to a session the others do not find"
    return "each fills its own, and a deletion reaches one of them"


def uses(get: Callable[[str], Setting | None], imports: Callable[..., object]) -> Iterator[tuple[str, str]]:
    """How a project uses its caches, in words, what harms most in front, each with the alias of the cache.

    `get` gives settings, `imports` whether the project imports one of some names.
    """
    engine, middleware, framework = get("SESSION_ENGINE"), get("MIDDLEWARE"), get("REST_FRAMEWORK")
    if engine is not None and engine.string in SESSIONS:
        yield _alias(get("SESSION_CACHE_ALIAS")), SESSIONS[engine.string]
    throttles = framework.get("DEFAULT_THROTTLE_CLASSES") if framework else None
    if throttles is not None and any((item.string or "").startswith(_THROTTLES) for item in throttles.items()):
        yield "default", "throttles count in"
    if middleware is not None and any(item.literal in _MIDDLEWARE for item in middleware.items()):
        yield _alias(get("CACHE_MIDDLEWARE_ALIAS")), "the middleware keeps pages in"
    for names, words, setting in _IMPORTS:
        if imports(*names) and not (names == (_THROTTLES,) and imports("django.core.cache.caches")):
            yield _alias(get(setting) if setting else None), words


def _alias(setting: Setting | None) -> str:
    """The cache that a setting names; "" where it is not known."""
    return "default" if setting is None else setting.string or ""
