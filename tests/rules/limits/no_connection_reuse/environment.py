"""The environment may say more than the text."""
# at: project/settings.py

import os

import dj_database_url
import environ

env = environ.Env()
WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": env.db("DATABASE_URL"),
    "told": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": int(os.environ.get("CONN_MAX_AGE", "0"))},
    "on_sqlite": dj_database_url.config("ON_SQLITE", default="sqlite:///db.sqlite3"),
}
DATABASES["default"]["CONN_MAX_AGE"] = 60

# file: Procfile
"""
web: gunicorn project.wsgi
"""

# file: requirements.txt
"""
psycopg
"""
