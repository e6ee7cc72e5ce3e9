"""Tasks wait in the database of the cache."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://redis:6379/0",  # expect: cache-backend-misconfigured; # severity: info
        #           ^^^^^^^^^^^^^^^^^^^^^^ cache-backend-misconfigured: `cache.clear()` deletes the tasks
    },
    "other": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["CACHE_URL"],
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "redis://redis:6379/0"},
}
CELERY_BROKER_URL = "redis://redis:6379/0"
