"""Throttles that count in a cache of their own."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "shared": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
        "OPTIONS": {"socket_timeout": 1},
    },
}
REST_FRAMEWORK = {
    "DEFAULT_THROTTLE_CLASSES": ["shop.throttles.Shared"],
    "DEFAULT_THROTTLE_RATES": {"anon": "100/hour"},
}

# file: shop/throttles.py
"""
from django.core.cache import caches
from rest_framework.throttling import AnonRateThrottle


class Shared(AnonRateThrottle):
    cache = caches["shared"]
"""
