"""Gunicorn for pages, Daphne for sockets: which of them runs what is not known."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600},
}

# file: Procfile
"""
web: gunicorn project.wsgi:application
sockets: daphne project.asgi:application
"""
