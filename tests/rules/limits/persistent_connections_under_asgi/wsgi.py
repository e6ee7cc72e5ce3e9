"""The application for ASGI is there, but WSGI serves."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600},
}

# file: Procfile
"""
web: gunicorn project.wsgi:application
"""
