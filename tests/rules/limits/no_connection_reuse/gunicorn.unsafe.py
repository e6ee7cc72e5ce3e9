"""Synchronous workers and a server for a database."""
# at: project/settings.py

import dj_database_url

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",  # expect: no-connection-reuse
        #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-connection-reuse: keeps one for each worker thread
        "NAME": "shop",
        "OPTIONS": {"sslmode": "require"},  # nothing is kept here
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
    "mysql": {"ENGINE": "django.db.backends.mysql", "NAME": "shop", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},  # expect: no-connection-reuse
    "url": dj_database_url.config(conn_max_age=60, conn_health_checks=True),  # expect: no-connection-reuse
    "parsed": dj_database_url.parse("postgres://shop@db/shop", ssl_require=True, conn_max_age=60, conn_health_checks=True),  # expect: no-connection-reuse
    "kept": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60},
    "file": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
    "pooled": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": True}},
    "pgbouncer": {"ENGINE": "django.db.backends.postgresql", "HOST": "pgbouncer"},
    "port": {"ENGINE": "django.db.backends.postgresql", "PORT": 6432},
    "other": {"ENGINE": "dj_db_conn_pool.backends.postgresql"},
}

# file: Procfile
"""
web: gunicorn project.wsgi --workers 4 --threads 2
"""

# file: requirements.txt
"""
psycopg[binary,pool]
dj-database-url
"""
