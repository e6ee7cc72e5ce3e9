"""The development server as the command of production."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False

# file: Dockerfile
"""
FROM python:3.13
CMD python manage.py runserver 0.0.0.0:8000  # expect: debug-in-production
"""

# file: docker-compose.yml
"""
services:
  web:
    command: python manage.py runserver
"""
