"""Production names its cache."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"

if os.environ.get("REDIS_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# file: shop/views.py
"""
from django.core.cache import cache
"""
