"""An image that a compose file starts is most often one for developers."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False

# file: Dockerfile
"""
CMD python manage.py runserver
"""

# file: docker-compose.yml
"""
services:
  web:
    command: python manage.py runserver
"""
