"""Each backend with options of its own."""
# at: project/settings.py

from project.helpers import options

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "OPTIONS": {"socket_timeout": 1, "pool_class": "redis.BlockingConnectionPool"},
    },
    "package": {
        "BACKEND": "django_redis.cache.RedisCache",
        "OPTIONS": {"CLIENT_CLASS": "django_redis.client.DefaultClient"},
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}},
    "computed": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "OPTIONS": options()},
}
