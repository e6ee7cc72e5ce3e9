"""Off in production, whatever developers have."""
# at: project/settings/local.py

from .base import *

CELERY_TASK_ALWAYS_EAGER = True

# file: project/settings/base.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = []
"""

# file: project/settings/production.py
"""
import os

from .base import *

CELERY_TASK_ALWAYS_EAGER = os.environ.get("CELERY_EAGER", "0") == "1"
HUEY = {"immediate": DEBUG}
"""
