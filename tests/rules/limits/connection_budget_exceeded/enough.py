"""It fits."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 60},
    "pooled": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": {"min_size": 2, "max_size": 8}}},
    "file": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
}

# file: Procfile
"""
web: gunicorn project.wsgi --workers 8 --threads 8
worker: celery -A project worker -c 8
"""
