"""Only production counts. Development sets no timeout."""
# at: project/settings/base.py

WSGI_APPLICATION = "project.wsgi.application"
EMAIL_HOST = "smtp.example.com"

# file: project/settings/production.py
"""
from .base import *

EMAIL_TIMEOUT = 5
"""
# file: project/settings/development.py
"""
from .base import *

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
"""
