"""On Django 4.2 they are read."""
# at: project/settings.py
# config: django-version = "4.2"

WSGI_APPLICATION = "project.wsgi.application"
USE_L10N = True
STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
