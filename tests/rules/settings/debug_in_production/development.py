"""A module for developers may have it on."""
# at: project/settings/local.py

from .base import *

DEBUG = True

# file: project/settings/base.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = []
DEBUG = False
"""

# file: project/wsgi.py
"""
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.local")
"""
