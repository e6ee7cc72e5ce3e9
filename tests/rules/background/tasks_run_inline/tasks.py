"""Django's own tasks, with the backend that it has by default."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]  # expect: tasks-run-inline

# file: shop/tasks.py
"""
from django.tasks import task


@task
def send(): ...
"""
