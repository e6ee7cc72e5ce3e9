"""Options of django-redis, which is not installed."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache:6379/1",
        "OPTIONS": {
            "socket_timeout": 1,
            "CLIENT_CLASS": "django_redis.client.DefaultClient",  # expect: cache-backend-misconfigured
            "COMPRESSOR": "django_redis.compressors.zlib.ZlibCompressor",
        },
    },
}
