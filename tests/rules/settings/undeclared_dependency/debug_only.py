"""What only developers use is theirs to install; what the project has itself is no package."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DEBUG = False
INSTALLED_APPS = ["constance"]

if DEBUG:
    INSTALLED_APPS += ["debug_toolbar"]

# file: requirements.txt
"""
Django
"""

# file: constance/models.py
"""
from django.db import models
"""
