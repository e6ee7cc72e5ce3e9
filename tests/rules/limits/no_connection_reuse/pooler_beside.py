"""Which address the environment names is not known, and a pooler is deployed."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["DB_HOST"], "NAME": "shop"},
    "socket": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"},  # expect: no-connection-reuse
}

# file: docker-compose.yml
"""
services:
  web:
    command: gunicorn project.wsgi --workers 4
  pool:
    image: edoburu/pgbouncer:latest
"""
