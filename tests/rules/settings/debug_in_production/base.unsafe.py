"""Set in the base, and not overridden by production."""

import os
# at: project/settings/base.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["silk"]
DEBUG = os.environ.get("DJANGO_DEBUG", "").lower() in ("1", "true", "yes", "on")  # expect: debug-in-production
MIDDLEWARE = [
    "silk.middleware.SilkyMiddleware",  # expect: debug-in-production
]

# file: project/settings/production.py
"""
from .base import *

ALLOWED_HOSTS = ["shop.example"]
"""
