"""Nothing counts in this cache, or it is the one of development."""
# at: project/settings.py

import os

DEBUG = False
WSGI_APPLICATION = "project.wsgi.application"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
RATELIMIT_USE_CACHE = "limits"
if DEBUG:
    CACHES["limits"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
else:
    CACHES["limits"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}

# file: project/views.py
"""
from django.http import HttpResponse
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m")
def login(request):
    return HttpResponse("hello")
"""
