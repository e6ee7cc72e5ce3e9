"""A URL that may name anything."""
# at: project/settings.py

import dj_database_url

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": dj_database_url.config()}

# file: Procfile
"""
web: gunicorn project.wsgi
"""
