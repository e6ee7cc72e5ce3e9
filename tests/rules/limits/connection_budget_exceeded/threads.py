"""Processes, threads, containers and Celery together."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 60},  # expect: connection-budget-exceeded
}

# file: docker-compose.yml
"""
services:
  web:
    command: gunicorn project.wsgi --workers 4 --threads 5  # elsewhere: connection-budget-exceeded
    deploy:
      replicas: 4
  worker:
    command: celery -A project worker --concurrency 20
"""
