"""For several versions of Django."""
# at: project/settings.py
# config: django-version = "5.2"

import django

WSGI_APPLICATION = "project.wsgi.application"

if django.VERSION < (5, 1):
    STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
else:
    STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
