"""A backend that runs nothing."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.dummy.DummyBackend",  # expect: tasks-run-inline
    },
}

# file: shop/tasks.py
"""
from django.tasks import task
"""
