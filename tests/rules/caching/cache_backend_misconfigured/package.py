"""The package is there, its backend is not named."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache:6379/1",
        "OPTIONS": {"IGNORE_EXCEPTIONS": True},  # expect: cache-backend-misconfigured
    },
}

# file: requirements.txt
"""
django-redis
"""
