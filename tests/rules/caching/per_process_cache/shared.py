"""Production shares its cache; developers need not."""
# at: project/settings/production.py

from .base import *

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache"}}

# file: project/settings/base.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = []
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
"""

# file: shop/views.py
"""
from django.core.cache import cache
"""
