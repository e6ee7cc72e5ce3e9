"""Another host serves them, or browsers are told to keep them."""
# at: project/settings.py
# config: production-settings = ["project.settings", "second.settings", "third.settings", "fourth.settings"]

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
STATIC_URL = "https://static.example.com/"

# file: second/settings.py
"""
import os

INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
STATIC_URL = os.environ.get("STATIC_HOST", "") + "/static/"
"""

# file: third/settings.py
"""
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
"""

# file: fourth/settings.py
"""
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
STATIC_URL = "static/"
WHITENOISE_IMMUTABLE_FILE_TEST = "[.][0-9a-f]{8}[.]"
"""
