"""Code of the project reads what Django does not."""
# at: project/settings.py
# config: django-version = "5.2"

import os

WSGI_APPLICATION = "project.wsgi.application"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
STATICFILES_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_STORAGE},
}
NEW_RELIC_CONFIG_FILE = "newrelic.ini"
os.environ["NEW_RELIC_CONFIG_FILE"] = NEW_RELIC_CONFIG_FILE
USE_L10N = True
DEFAULT_FILE_STORAGE = "storages.backends.s3.S3Storage"
PERMISSIONS_POLICY = {"camera": []}
FILE_CHARSET = os.environ.get("FILE_CHARSET", "utf-8")  # expect: removed-or-ignored-setting

# file: shop/headers.py
"""
from django.conf import settings


class Headers:
    def __init__(self, get_response):
        self.policy = settings.PERMISSIONS_POLICY
        self.localized = getattr(settings, "USE_L10N", True)
"""

# file: shop/files.py
"""
from project.settings import DEFAULT_FILE_STORAGE
"""
