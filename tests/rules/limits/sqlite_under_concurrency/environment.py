"""Production names its database; what a developer gets without that is nobody's problem."""
# at: project/settings.py

import os

import dj_database_url

WSGI_APPLICATION = "project.wsgi.application"

if os.environ.get("DB_NAME"):
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["DB_NAME"]}}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}

DATABASES["other"] = dj_database_url.config(default="sqlite:///db.sqlite3")
