"""There is a shared cache, and the sessions are not in it."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]  # expect: session-backend-load
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://cache"}}
