"""Without CACHES the default is the same; django-redis is installed already."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]  # expect: per-process-cache
SESSION_ENGINE = "django.contrib.sessions.backends.cache"

# file: requirements.txt
"""
django-redis
"""
