"""A backend with workers; and where nobody enqueues anything, the default does no harm."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.database.DatabaseBackend"}}

# file: shop/tasks.py
"""
from django.tasks import task
"""
