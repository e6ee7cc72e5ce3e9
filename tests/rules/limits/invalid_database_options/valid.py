"""Options that the drivers have, and engines of other packages."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 2, "max_size": 4}, "sslmode": "require", "application_name": "shop"},
    },
    "gevent": {
        "ENGINE": "django_db_geventpool.backends.postgresql_psycopg2",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"MAX_CONNS": 20, "REUSE_CONNS": 10},
    },
    "mysql": {"ENGINE": "django.db.backends.mysql", "OPTIONS": {"charset": "utf8mb4"}},
    "off": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "OPTIONS": {"pool": False}},
}
