"""Without the middleware there are no sessions."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
SESSION_SAVE_EVERY_REQUEST = True
CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://cache"}}
