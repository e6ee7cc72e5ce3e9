from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse


def rate_limit(name):
    """Allow as many requests per address and minute as RATE_LIMITS says; allow everything during development."""

    def decorator(view):
        if settings.DEBUG:
            return view

        @wraps(view)
        def limited(request, *args, **kwargs):
            most = int(settings.RATE_LIMITS[name].partition("/")[0])
            address = request.META.get("HTTP_X_FORWARDED_FOR") or request.META["REMOTE_ADDR"]
            key = f"limit:{name}:{address}"
            cache.add(key, 0, timeout=60)
            if cache.incr(key) > most:
                return HttpResponse("Too many requests", status=429)
            return view(request, *args, **kwargs)

        return limited

    return decorator
