"""Named in settings, in code and in the Procfile, and in no requirements file."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "rest_framework",
    "corsheaders.apps.CorsConfig",  # expect: undeclared-dependency
    "shop",
]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # expect: undeclared-dependency
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60},  # expect: undeclared-dependency
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"},
}

# file: Procfile
"""
web: gunicorn project.wsgi  # expect: undeclared-dependency
"""

# file: requirements/base.txt
"""
Django>=5.2
djangorestframework
"""

# file: requirements/production.txt
"""
-r base.txt
celery[redis]
"""

# file: shop/views.py
"""
import os

import jwt  # expect: undeclared-dependency
import unheard_of
"""
