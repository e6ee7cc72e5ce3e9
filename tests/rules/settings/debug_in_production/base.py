"""Set in the base, and not overridden by production."""
# at: project/settings/base.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["silk"]
DEBUG = True  # expect: debug-in-production
MIDDLEWARE = [
    "silk.middleware.SilkyMiddleware",  # expect: debug-in-production
]

# file: project/settings/production.py
"""
from .base import *

ALLOWED_HOSTS = ["shop.example"]
"""
