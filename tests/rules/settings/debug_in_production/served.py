"""The image starts the development server only where nobody says otherwise."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False

# file: Dockerfile
"""
CMD python manage.py runserver
"""

# file: Procfile
"""
web: gunicorn project.wsgi
"""
