"""The settings of `startproject`."""
# at: project/settings.py

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
WSGI_APPLICATION = "project.wsgi.application"
DEBUG = True  # expect: debug-in-production
#       ^^^^ debug-in-production: `DEBUG` is on

if DEBUG:
    MIDDLEWARE = ["silk.middleware.SilkyMiddleware"]
