"""A pool and persistent connections exclude each other."""
# at: project/settings/base.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = []
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",  # expect: invalid-database-options
    },
}

# file: project/settings/production.py
"""
from .base import *

DATABASES["default"]["OPTIONS"] = {"pool": True}
"""

# file: requirements.txt
"""
psycopg[binary,pool]
"""
