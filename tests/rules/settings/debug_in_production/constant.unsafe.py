"""The settings of `startproject`."""

import os
# at: project/settings.py

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
WSGI_APPLICATION = "project.wsgi.application"
DEBUG = os.environ.get("DJANGO_DEBUG", "").lower() in ("1", "true", "yes", "on")  # expect: debug-in-production
#       ^^^^ debug-in-production: `DEBUG` is on

if DEBUG:
    MIDDLEWARE = ["silk.middleware.SilkyMiddleware"]
