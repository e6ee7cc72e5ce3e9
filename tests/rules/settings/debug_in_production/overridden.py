"""What the base says does not hold in production."""
# at: project/settings/base.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = []
DEBUG = True

# file: project/settings/production.py
"""
from .base import *

DEBUG = False
"""
