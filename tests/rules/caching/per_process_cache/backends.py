"""Files and the database are shared by the processes of a host."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# file: shop/views.py
"""
from django.core.cache import cache
"""
