"""Sessions and tasks are in the database of the cache."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://redis:6379/0",  # expect: cache-backend-misconfigured; # severity: info
        #           ^^^^^^^^^^^^^^^^^^^^^^ cache-backend-misconfigured: evicts tasks and sessions, which are nowhere else
    },
}
CELERY_BROKER_URL = "redis://redis:6379/0"
