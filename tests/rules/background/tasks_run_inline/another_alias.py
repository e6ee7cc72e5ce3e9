"""What is named for a few tasks may run at once; the default has workers, and the environment may name others."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
TASKS = {
    "default": {"BACKEND": os.environ.get("TASKS_BACKEND", "django_tasks_db.DatabaseBackend")},
    "at_once": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
}

# file: shop/tasks.py
"""
from django.tasks import task
"""
