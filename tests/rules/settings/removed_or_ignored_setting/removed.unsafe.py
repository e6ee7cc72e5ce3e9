"""Settings that Django 5.2 does not read."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
USE_I18N = True
MEDIA_URL = "media/"
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}  # expect: removed-or-ignored-setting
FORMS_URLFIELD_ASSUME_HTTPS = True
