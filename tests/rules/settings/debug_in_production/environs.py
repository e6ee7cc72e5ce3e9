"""The default of a reader of the environment."""
# at: project/settings.py

from decouple import config

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = config("DEBUG", default=True, cast=bool)  # expect: debug-in-production
