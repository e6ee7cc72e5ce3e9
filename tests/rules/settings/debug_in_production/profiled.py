"""Silk where the environment asks for it."""
# at: project/settings.py

import os

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]

if os.environ.get("PROFILE") == "1":
    MIDDLEWARE += ["silk.middleware.SilkyMiddleware"]
