"""The client waits five seconds at most; and each use of Redis has a database."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache:6379/1",
    },
}
CELERY_BROKER_URL = "redis://cache:6379/0"

# file: requirements.txt
"""
redis>=5
"""
