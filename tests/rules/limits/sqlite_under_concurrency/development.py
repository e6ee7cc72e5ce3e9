"""Only the module for development uses SQLite; the chain decides what production has."""
# at: project/settings/local.py

from .base import *

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}

# file: project/settings/base.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.auth"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
"""

# file: project/settings/production.py
"""
from .base import *

DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}
"""
