"""Requests are counted where nothing is kept."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache:6379/1"},
    "limits": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache",  # expect: rate-limit-not-enforced
        #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rate-limit-not-enforced: this one keeps nothing
    },
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
RATELIMIT_USE_CACHE = "limits"

# file: project/views.py
"""
from django.http import HttpResponse
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m")
def login(request):
    return HttpResponse("hello")
"""
