"""Settings that Django 5.2 does not read."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
USE_I18N = True
PASSWORD_RESET_TIMEOUT_DAYS = 3  # expect: removed-or-ignored-setting
STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"  # expect: removed-or-ignored-setting
MEDIA_URL = "media/"
DEFAULT_FILE_STORAGE = "storages.backends.s3.S3Storage"  # expect: removed-or-ignored-setting
FORMS_URLFIELD_ASSUME_HTTPS = True
