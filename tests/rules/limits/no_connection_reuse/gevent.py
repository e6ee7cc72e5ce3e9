"""Greenlets have connections of their own: as many as there are requests."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}

# file: Procfile
"""
web: gunicorn project.wsgi -k gevent
"""
