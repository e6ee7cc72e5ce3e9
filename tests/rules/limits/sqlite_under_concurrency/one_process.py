"""Daphne is one process."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}

# file: Procfile
"""
web: daphne project.asgi:application
"""
