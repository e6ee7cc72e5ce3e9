"""Nobody uses the cache."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
