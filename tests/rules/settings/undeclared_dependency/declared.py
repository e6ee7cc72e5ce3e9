"""Declared under another name, brought along by another package, or installed by the image."""
# at: project/settings.py

import environ

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["rest_framework", "django_filters", "channels", "storages"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}}

# file: pyproject.toml
"""
[project]
name = "shop"
dependencies = ["Django", "Django_Filter", "channels-redis", "psycopg2-binary", "drf-spectacular", "django-environ"]

[project.optional-dependencies]
files = ["django-storages[s3]"]
"""

# file: Dockerfile
"""
RUN pip install --no-cache-dir gunicorn
CMD ["gunicorn", "project.wsgi"]
"""

# file: shop/views.py
"""
try:
    import sentry_sdk
except ImportError:
    sentry_sdk = None

from channels.layers import get_channel_layer
"""
