"""A module that is not in the repository may name a cache."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]
SESSION_ENGINE = "django.contrib.sessions.backends.cache"

try:
    from .local_settings import *
except ImportError:
    pass
