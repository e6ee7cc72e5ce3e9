"""The development server of a package."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False

# file: Procfile
"""
web: python manage.py runserver_plus 0.0.0.0:8000  # expect: debug-in-production
"""

# file: docker-compose.override.yml
"""
services:
  web:
    command: python manage.py runserver
"""
