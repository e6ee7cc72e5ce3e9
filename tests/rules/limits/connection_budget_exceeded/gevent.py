"""A thousand greenlets in each process."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"},  # expect: connection-budget-exceeded
}

# file: Procfile
"""
web: gunicorn project.wsgi -w 16 -k gevent  # elsewhere: connection-budget-exceeded
"""
