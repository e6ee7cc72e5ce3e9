"""Computed by code of the project, or overridden by a module that is not in the repository."""
# at: project/settings.py

from project.helpers import flag

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = flag("DEBUG", True)

# file: second/settings/production.py
"""
INSTALLED_APPS = []
DEBUG = True

try:
    from .local_settings import *
except ImportError:
    pass
"""
