"""A storage of the project, or of a service; and one that is computed."""
# at: project/settings.py

from project.storage import storages

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
STORAGES = {"staticfiles": {"BACKEND": "project.storage.Static"}}

# file: second/settings/production.py
"""
from project.storage import storages

INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
STORAGES = storages()
"""
