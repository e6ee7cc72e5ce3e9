"""Without a shared cache the database is the right place."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
