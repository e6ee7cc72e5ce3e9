"""Sizes of a pool that another package has."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "OPTIONS": {
            "connect_timeout": 10,
            "pool": {"min_size": 5, "max_size": 20},
        },
    },
    "other": {
        "ENGINE": "django.db.backends.mysql",
        "OPTIONS": {"charset": "utf8mb4"},  # expect: invalid-database-options
    },
    "third": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {},  # expect: invalid-database-options
    },
}
