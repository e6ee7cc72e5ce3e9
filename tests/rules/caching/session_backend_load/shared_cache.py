"""There is a shared cache, and the sessions are not in it."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]  # expect: session-backend-load
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://cache"}}
SESSION_SAVE_EVERY_REQUEST = True  # expect: session-backend-load
