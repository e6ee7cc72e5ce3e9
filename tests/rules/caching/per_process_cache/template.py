"""The settings that `startproject --template` copies into a new project are nobody's production."""
# at: starter/project_name/settings/production.py

WSGI_APPLICATION = "project_name.wsgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
