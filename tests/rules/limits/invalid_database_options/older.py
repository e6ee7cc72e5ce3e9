"""What Django 4.2 does not know yet."""
# at: project/settings.py
# config: django-version = "4.2"

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"pool": True},  # expect: invalid-database-options
    },
    "sqlite": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",  # expect: invalid-database-options
            "init_command": "PRAGMA journal_mode=WAL;",  # expect: invalid-database-options
        },
    },
    "sizes": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"MAX_CONNS": 20, "sslmode": "require"},  # expect: invalid-database-options
    },
}
