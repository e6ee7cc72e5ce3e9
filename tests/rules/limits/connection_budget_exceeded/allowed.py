"""The database allows more."""
# at: project/settings.py
# config: db-max-connections = 500

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 60},
}

# file: Procfile
"""
web: gunicorn project.wsgi --workers 16 --threads 20
"""
