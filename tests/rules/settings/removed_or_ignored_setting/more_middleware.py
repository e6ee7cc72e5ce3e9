"""Middleware that is not known may read it."""
# at: project/settings.py

from project.helpers import middleware

WSGI_APPLICATION = "project.wsgi.application"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", *middleware()]
PERMISSIONS_POLICY = {"camera": []}
