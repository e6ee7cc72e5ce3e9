"""The new setting is there: the old one may go."""
# at: project/settings.py
# config: django-version = "5.2"

WSGI_APPLICATION = "project.wsgi.application"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
STATICFILES_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"  # expect: removed-or-ignored-setting
