"""The numbers are not in the repository, or a pooler stands in front."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 60, "HOST": "pgbouncer"},
}

# file: other/settings/production.py
"""
INSTALLED_APPS = []
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}}
"""

# file: Procfile
"""
web: gunicorn project.wsgi --workers $WEB_CONCURRENCY --threads 200
"""
