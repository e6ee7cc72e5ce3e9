"""Two sites with one cache."""
# at: project/settings/production.py
# config: production-settings = ["project.settings.production", "project.settings.staging"]

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://redis.example.com:6379/0",  # expect: cache-backend-misconfigured; # severity: info
    },
    "local": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://localhost:6379/0",
    },
    "prefixed": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://redis.example.com:6379/1",
        "KEY_PREFIX": "production",
    },
}

# file: project/settings/staging.py
"""
WSGI_APPLICATION = "project.wsgi.application"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://redis.example.com:6379/0",  # elsewhere: cache-backend-misconfigured
    },
    "local": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://localhost:6379/0",
    },
    "prefixed": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://redis.example.com:6379/1",
        "KEY_PREFIX": "staging",
    },
}
"""
