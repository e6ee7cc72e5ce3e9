"""The settings of `startproject`, served by Gunicorn."""
# at: project/settings.py
# config: django-version = "5.2"

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False
WSGI_APPLICATION = "project.wsgi.application"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",  # expect: sqlite-under-concurrency
        #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sqlite-under-concurrency: with 4 processes
        "NAME": BASE_DIR / "db.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    },
    "memory": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
    "catalogue": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:catalogue.sqlite3?mode=ro"},
    "partly": {
        "ENGINE": "django.db.backends.sqlite3",  # expect: sqlite-under-concurrency
        "NAME": "partly.sqlite3",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
    },
}

# file: Procfile
"""
web: gunicorn project.wsgi --workers 4
"""
