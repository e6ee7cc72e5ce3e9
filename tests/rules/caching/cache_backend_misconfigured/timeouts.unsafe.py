"""A Redis that hangs, asked by an old client."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",  # expect: cache-backend-misconfigured; # severity: info
        "LOCATION": "redis://cache:6379/1",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    },
    "package": {
        "BACKEND": "django_redis.cache.RedisCache",  # expect: cache-backend-misconfigured; # severity: info
        "LOCATION": "redis://cache:6379/2",
        "OPTIONS": {"CLIENT_CLASS": "django_redis.client.DefaultClient", "SOCKET_TIMEOUT": 1, "SOCKET_CONNECT_TIMEOUT": 1},
    },
    "limited": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache:6379/1",
        "OPTIONS": {"socket_timeout": 1},
    },
    "limited by its address": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache:6379/1?socket_timeout=1",
    },
    "of another client": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": "redis://cache:6379/2",
        "OPTIONS": {"CLIENT_CLASS": "project.redis.Client"},
    },
}

# file: requirements.txt
"""
django==5.2
django-redis==5.4.0
redis==5.0.1
"""
