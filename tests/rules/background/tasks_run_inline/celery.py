"""Set in the base and not overridden."""
# at: project/settings/base.py

import os

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = []
CELERY_TASK_ALWAYS_EAGER = True  # expect: tasks-run-inline
#                          ^^^^ tasks-run-inline: `CELERY_TASK_ALWAYS_EAGER` is on
HUEY = {
    "immediate": True,  # expect: tasks-run-inline
}

# file: project/settings/production.py
"""
from .base import *

CELERY_BROKER_URL = "memory://"  # expect: tasks-run-inline
"""
