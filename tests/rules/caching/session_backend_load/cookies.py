"""Sessions in cookies or in the cache alone are saved without a query."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_SAVE_EVERY_REQUEST = True
