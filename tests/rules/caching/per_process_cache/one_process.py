"""One process has one cache."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# file: Procfile
"""
web: gunicorn project.wsgi --workers 1
"""

# file: shop/views.py
"""
from django.core.cache import cache
"""
