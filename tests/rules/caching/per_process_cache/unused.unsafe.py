"""Nobody uses the cache."""

import os
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]
CACHES = {"default": {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": os.environ["REDIS_URL"],
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
}}
REST_FRAMEWORK = {"DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"], "DEFAULT_THROTTLE_RATES": {"anon": "10/m"}}  # expect: rate-limit-not-enforced
