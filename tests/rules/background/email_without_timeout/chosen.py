"""None is what was there already, but somebody wrote it."""
# at: project/settings.py
import os

WSGI_APPLICATION = "project.wsgi.application"
EMAIL_HOST = os.environ["EMAIL_HOST"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = None  # expect: email-without-timeout
