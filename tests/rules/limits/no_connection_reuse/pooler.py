"""A pooler is named by the address, by the variables of the deployment, or is among what is deployed."""
# at: project/settings.py

import os

import dj_database_url

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["DB_HOST"], "NAME": "shop"},
    "address": dj_database_url.parse("postgres://shop@pgbouncer:6432/shop"),
    "default_address": dj_database_url.config(default="postgres://shop@db:6432/shop"),
    "direct": {"ENGINE": "django.db.backends.postgresql", "HOST": "db", "NAME": "shop"},  # expect: no-connection-reuse
}

# file: docker-compose.yml
"""
services:
  web:
    command: gunicorn project.wsgi --workers 4
    environment:
      DB_HOST: pgbouncer
"""
