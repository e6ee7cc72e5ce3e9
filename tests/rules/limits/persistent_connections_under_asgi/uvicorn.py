"""Workers of uvicorn behind Gunicorn are ASGI too."""
# at: project/settings.py

import os

import dj_database_url

ASGI_APPLICATION = "project.asgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "CONN_MAX_AGE": 600,  # expect: persistent-connections-under-asgi
        #               ^^^ persistent-connections-under-asgi: CONN_MAX_AGE = 600
    },
    "url": dj_database_url.config(conn_max_age=60),  # expect: persistent-connections-under-asgi
    "told": {
        "ENGINE": "django.db.backends.mysql",
        "CONN_MAX_AGE": int(os.environ.get("CONN_MAX_AGE", "60")),  # expect: persistent-connections-under-asgi
    },
    "forever": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,  # expect: persistent-connections-under-asgi
    },
    "closed": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0},
    "usual": {"ENGINE": "django.db.backends.postgresql"},
    "file": {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 60, "NAME": "db.sqlite3"},
}
DATABASE_ROUTERS = ["project.routers.Router"]

# file: Procfile
"""
web: gunicorn project.asgi:application -k uvicorn.workers.UvicornWorker
"""
