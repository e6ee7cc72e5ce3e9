"""Who uses the default cache."""

from __future__ import annotations

from scale_lsp.index.settings.values import Setting

IMPORTS = (
    (("django_ratelimit", "ratelimit"), "rate limits count in"),
    (("rest_framework.throttling",), "throttles count in"),
    (("django.views.decorators.cache.cache_page",), "`cache_page` keeps pages in"),
    (("django.core.cache.cache", "django.core.cache"), "code keeps values in"),
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


def uses_in_settings(session_engine: Setting | None, middleware: Setting | None, rest: Setting | None) -> list[str]:
    """How settings alone use the default cache."""
    found = []
    if session_engine is not None and session_engine.string in SESSIONS:
        found.append(SESSIONS[session_engine.string])
    throttles = rest.get("DEFAULT_THROTTLE_CLASSES") if rest else None
    if throttles is not None and any(True for _ in throttles.items()):
        found.append("throttles count in")
    if middleware is not None and any(item.literal in _MIDDLEWARE for item in middleware.items()):
        found.append("the middleware keeps pages in")
    return found
