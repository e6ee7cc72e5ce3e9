"""A module that is not in the repository may say something else."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}

try:
    from .local_settings import *
except ImportError:
    pass
