"""Off unless the environment switches it on."""
# at: project/settings.py

import environ
from decouple import config

env = environ.Env(DEBUG=(bool, False))

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = env("DEBUG")

# file: other/settings/production.py
"""
import environ

env = environ.Env()
INSTALLED_APPS = []
DEBUG = env.bool("DJANGO_DEBUG", False)
"""

# file: third/settings/production.py
"""
from decouple import config

INSTALLED_APPS = []
DEBUG = config("DEBUG", default="no", cast=bool)
"""
