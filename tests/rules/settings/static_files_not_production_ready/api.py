"""Without the app there are no static files."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
DEBUG = False

if DEBUG:
    INSTALLED_APPS += ["django.contrib.staticfiles"]
