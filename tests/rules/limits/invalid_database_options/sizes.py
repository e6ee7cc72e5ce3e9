"""Sizes of a pool that another package has."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "connect_timeout": 10,
            "MAX_CONNS": 20,  # expect: invalid-database-options
            "MIN_CONNS": 5,
        },
    },
    "other": {
        "ENGINE": "django.db.backends.mysql",
        "OPTIONS": {"charset": "utf8mb4", "pool_size": 5},  # expect: invalid-database-options
    },
    "third": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"CONN_MAX_AGE": 60},  # expect: invalid-database-options
    },
}
