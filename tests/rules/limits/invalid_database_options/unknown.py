"""Options that are computed."""
# at: project/settings.py

from project.helpers import options

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options()},
}
